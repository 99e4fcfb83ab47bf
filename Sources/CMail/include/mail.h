#pragma once

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// When a connection that begins in the clear must change to TLS. `smtps:` is TLS from its start
/// under either. A certificate is checked wherever there is TLS.
typedef enum {
    /// STARTTLS where the server offers it.
    ROSTER_MAIL_TLS_IF_OFFERED = 0,
    /// No login and no message before STARTTLS has succeeded.
    ROSTER_MAIL_TLS_REQUIRED = 1,
} roster_mail_tls;

/// How far a sending came: what the server's last answer was about.
typedef enum {
    /// Resolving, connecting, greeting, TLS, login.
    ROSTER_MAIL_STAGE_SESSION = 0,
    ROSTER_MAIL_STAGE_SENDER = 1,
    ROSTER_MAIL_STAGE_RECIPIENT = 2,
    /// DATA and what follows.
    ROSTER_MAIL_STAGE_MESSAGE = 3,
} roster_mail_stage;

typedef struct {
    /// A `CURLcode`; 0 when the server took the message.
    int32_t curl_code;
    /// The number of the server's last answer; 0 when it never answered.
    int32_t response;
    roster_mail_stage stage;
} roster_mail_result;

/// Sends one message to one recipient over SMTP and waits for the end. May run on many threads at
/// once. libcurl's options are macros and its setter is variadic, which Swift does not import;
/// hence this function.
///
/// - `url`: `smtp:` or `smtps:`, no user or password in it; its path is the name for EHLO.
/// - `user`, `password`: both or none.
/// - `sender`, `recipient`: of the envelope, without angle brackets.
/// - `bytes`: the whole message with CRLF; dots are stuffed here.
/// - `authorities`: a PEM file that takes the place of the system's authorities, or NULL.
/// - `connect_seconds`: until the server is ready for the sender, TLS and login included.
/// - `total_seconds`: for everything.
roster_mail_result roster_mail_send(
    const char *url, const char *_Nullable user, const char *_Nullable password,
    const char *sender, const char *recipient, const uint8_t *bytes, size_t length,
    const char *_Nullable authorities, roster_mail_tls tls, int32_t connect_seconds,
    int32_t total_seconds);

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
    const char *_Nullable authorities, roster_mail_tls tls, int32_t total_seconds);

/// Connects to the server of an `https:` URL, TLS included, and hangs up without a request.
roster_peer_state roster_webhook_check(
    const char *url, const char *_Nullable authorities, int32_t total_seconds);

/// libcurl's own words for a `CURLcode`, never the peer's.
const char *roster_mail_error_text(int32_t curl_code);

#pragma clang assume_nonnull end
