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

/// libcurl's own words for a `CURLcode`, never the peer's.
const char *roster_mail_error_text(int32_t curl_code);

#pragma clang assume_nonnull end
