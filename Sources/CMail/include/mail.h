#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// When a connection that begins in the clear must change to TLS. `smtps:` is TLS from its start
/// under each.
typedef enum {
    /// Never.
    ROSTER_MAIL_TLS_NEVER = 0,
    /// STARTTLS where the server offers it.
    ROSTER_MAIL_TLS_IF_OFFERED = 1,
    /// No login and no message before STARTTLS has succeeded.
    ROSTER_MAIL_TLS_REQUIRED = 2,
} roster_mail_tls;

/// How long each step may take, in seconds, counted from the end of the step before it: what RFC 5321
/// §4.5.3.2 lists.
typedef struct {
    /// Resolving, connecting and the first 220, TLS from the start included.
    int32_t greeting;
    /// The answer to a command of no time of its own: EHLO, STARTTLS and its handshake, AUTH, NOOP.
    int32_t command;
    /// The answer to MAIL.
    int32_t sender;
    /// The answer to RCPT.
    int32_t recipient;
    /// The answer to DATA.
    int32_t data_start;
    /// Each piece of the message.
    int32_t data_block;
    /// The answer to the whole message. A client that does not wait for it sends doubles.
    int32_t data_end;
    /// All steps until MAIL together; a server cannot draw them out beyond it.
    int32_t session;
} roster_mail_times;

/// How far a sending came: what the server's last answer was about.
typedef enum {
    /// Resolving, connecting, greeting, TLS, login.
    ROSTER_MAIL_STAGE_SESSION = 0,
    ROSTER_MAIL_STAGE_SENDER = 1,
    ROSTER_MAIL_STAGE_RECIPIENT = 2,
    /// DATA and what follows.
    ROSTER_MAIL_STAGE_MESSAGE = 3,
} roster_mail_stage;

/// What a sending came to that ended without the server having taken the message.
typedef enum {
    ROSTER_MAIL_END_FAILED = 0,
    /// A step took longer than its time.
    ROSTER_MAIL_END_TIMED_OUT = 1,
    /// ``roster_mail_stop_raise`` broke it off.
    ROSTER_MAIL_END_STOPPED = 2,
    /// An address needs SMTPUTF8 (RFC 6531), which the server does not offer.
    ROSTER_MAIL_END_NO_UTF8 = 3,
} roster_mail_end;

typedef struct {
    /// A `CURLcode`; 0 when the server took the message.
    int32_t curl_code;
    /// Of use with another code than 0.
    roster_mail_end end;
    /// The number of the server's last answer; 0 when it never answered.
    int32_t response;
    roster_mail_stage stage;
    /// Whether TLS itself failed, as that of a server that offers what it cannot do.
    bool is_tls_failure;
    /// Whether the whole message was sent and the server may have taken it.
    bool is_in_doubt;
} roster_mail_result;

/// Breaks off sendings from another thread.
typedef struct roster_mail_stop roster_mail_stop;

/// NULL when there is no memory.
roster_mail_stop *_Nullable roster_mail_stop_make(void);
/// Breaks off, within a second or so, every sending that was handed `stop`. One whose message the
/// server may have already goes on, unless `with_doubtful` says otherwise.
void roster_mail_stop_raise(roster_mail_stop *stop, bool with_doubtful);
/// No sending may have it any more.
void roster_mail_stop_free(roster_mail_stop *stop);

/// Sends one message to one recipient over SMTP and waits for the end. May run on many threads at
/// once. libcurl's options are macros and its setter is variadic, which Swift does not import;
/// hence this function.
///
/// - `url`: `smtp:` or `smtps:`, no user or password in it; its path is the name for EHLO.
/// - `user`, `password`: both or none.
/// - `sender`, `recipient`: of the envelope, without angle brackets, the domain with A-labels.
/// - `bytes`: the whole message with CRLF; dots are stuffed here.
/// - `authorities`: a PEM file that takes the place of the system's authorities, or NULL.
/// - `verifies`: whether the certificate must be trusted.
/// - `needs_utf8`: whether an address can only go to a server with SMTPUTF8.
/// - `stop`: what may break it off, or NULL.
roster_mail_result roster_mail_send(
    const char *url, const char *_Nullable user, const char *_Nullable password,
    const char *sender, const char *recipient, const uint8_t *bytes, size_t length,
    const char *_Nullable authorities, roster_mail_tls tls, bool verifies, bool needs_utf8,
    roster_mail_times times, roster_mail_stop *_Nullable stop);

/// What a look at a server came to.
typedef enum {
    ROSTER_PEER_READY = 0,
    /// Ready, but it asks nobody to log in: the user and password were of no use.
    ROSTER_PEER_LOGIN_NOT_OFFERED,
    ROSTER_PEER_HOST_UNKNOWN,
    ROSTER_PEER_UNREACHABLE,
    ROSTER_PEER_SILENT,
    /// It begins in the clear and offers no TLS where TLS is required.
    ROSTER_PEER_TLS_NOT_OFFERED,
    /// Its certificate is of another name, past its time, or of an authority that is not known.
    ROSTER_PEER_TLS_NOT_TRUSTED,
    ROSTER_PEER_TLS_FAILED,
    ROSTER_PEER_LOGIN_REFUSED,
    /// It broke off, or gave an answer that is no consent.
    ROSTER_PEER_REFUSED,
} roster_peer_state;

/// Connects to a mail server, changes to TLS, logs in, says NOOP and QUIT; sends nothing. All
/// parameters as of `roster_mail_send`.
roster_peer_state roster_mail_check(
    const char *url, const char *_Nullable user, const char *_Nullable password,
    const char *_Nullable authorities, roster_mail_tls tls, bool verifies, int32_t total_seconds);

/// Connects to the server of an `https:` URL, TLS included, and hangs up without a request.
roster_peer_state roster_webhook_check(
    const char *url, const char *_Nullable authorities, int32_t total_seconds);

/// libcurl's own words for a `CURLcode`, never the peer's.
const char *roster_mail_error_text(int32_t curl_code);

#pragma clang assume_nonnull end
