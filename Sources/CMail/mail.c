#include "mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

/// How long the goodbye after an accepted message may take.
static const double quit_seconds = 2;

typedef struct {
    const uint8_t *bytes;
    size_t length;
    size_t position;
    roster_mail_stage stage;
    /// The number of the last answer before the goodbye, whose own number would hide it.
    int32_t response;
    bool says_goodbye;
    bool logs_in;
    /// On the monotonic clock, in seconds.
    double deadline;
} sending;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode global_result = CURLE_FAILED_INIT;

static void initialise(void) { global_result = curl_global_init(CURL_GLOBAL_DEFAULT); }

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static size_t read_message(char *target, size_t size, size_t count, void *context) {
    sending *state = context;
    size_t left = state->length - state->position;
    size_t taken = size * count < left ? size * count : left;
    memcpy(target, state->bytes + state->position, taken);
    state->position += taken;
    return taken;
}

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

static bool begins(const char *line, size_t length, const char *word) {
    return length >= strlen(word) && memcmp(line, word, strlen(word)) == 0;
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static void note_answer(sending *state, const char *line, size_t length) {
    if (state->says_goodbye || length < 3) return;
    if (!is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return;
    state->response = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/// Only the verbs of our own commands and the numbers of the answers are looked at; nothing else is
/// kept or shown of what goes over the wire.
static int watch(CURL *handle, curl_infotype type, char *line, size_t length, void *context) {
    (void)handle;
    sending *state = context;
    if (type == CURLINFO_HEADER_IN) note_answer(state, line, length);
    if (type != CURLINFO_HEADER_OUT) return 0;
    if (begins(line, length, "MAIL FROM:")) {
        state->stage = ROSTER_MAIL_STAGE_SENDER;
    } else if (begins(line, length, "RCPT TO:")) {
        state->stage = ROSTER_MAIL_STAGE_RECIPIENT;
    } else if (begins(line, length, "DATA")) {
        state->stage = ROSTER_MAIL_STAGE_MESSAGE;
    } else if (begins(line, length, "AUTH")) {
        state->logs_in = true;
    } else if (begins(line, length, "QUIT")) {
        state->says_goodbye = true;
        double goodbye = now() + quit_seconds;
        if (goodbye < state->deadline) state->deadline = goodbye;
    }
    return 0;
}

/// libcurl's total timeout does not hold while it says goodbye; this does.
static int check_deadline(
    void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    const sending *state = context;
    return now() > state->deadline;
}

static CURLcode keep_to_mail(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
}

static CURLcode keep_to_https(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)CURLPROTO_HTTPS);
#endif
}

/// Sets an option, unless an earlier one failed: none that guards the message may be missing.
#define SET(option, value) \
    if (result == CURLE_OK) result = curl_easy_setopt(handle, option, value)

static CURLcode set_connection(
    CURL *handle, const char *url, const char *user, const char *password,
    const char *authorities, roster_mail_tls tls, long connect_seconds, long total_seconds) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_URL, url);
    // Neither the environment nor a .netrc has a say in where mail goes and as whom.
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    if (user != NULL && password != NULL) {
        SET(CURLOPT_USERNAME, user);
        SET(CURLOPT_PASSWORD, password);
    }
    SET(CURLOPT_USE_SSL, (long)(tls == ROSTER_MAIL_TLS_REQUIRED ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    if (authorities != NULL) {
        SET(CURLOPT_CAINFO, authorities);
        SET(CURLOPT_CAPATH, NULL);
    }
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, connect_seconds);
    SET(CURLOPT_TIMEOUT, total_seconds);
    SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
    SET(CURLOPT_LOW_SPEED_TIME, total_seconds * 2 / 3 + 1);
    // A connection kept would outlive this handle's only message.
    SET(CURLOPT_FORBID_REUSE, 1L);
    return result;
}

static CURLcode set_message(
    CURL *handle, const char *sender, struct curl_slist *recipients, sending *state) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender);
    SET(CURLOPT_MAIL_RCPT, recipients);
    SET(CURLOPT_UPLOAD, 1L);
    SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)state->length);
    SET(CURLOPT_READFUNCTION, read_message);
    SET(CURLOPT_READDATA, state);
    return result;
}

static CURLcode set_watch(CURL *handle, sending *state) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, discard);
    SET(CURLOPT_DEBUGFUNCTION, watch);
    SET(CURLOPT_DEBUGDATA, state);
    SET(CURLOPT_VERBOSE, 1L);
    SET(CURLOPT_XFERINFOFUNCTION, check_deadline);
    SET(CURLOPT_XFERINFODATA, state);
    SET(CURLOPT_NOPROGRESS, 0L);
    return result;
}

roster_mail_result roster_mail_send(
    const char *url, const char *user, const char *password, const char *sender,
    const char *recipient, const uint8_t *bytes, size_t length, const char *authorities,
    roster_mail_tls tls, int32_t connect_seconds, int32_t total_seconds) {
    roster_mail_result answer = {CURLE_FAILED_INIT, 0, ROSTER_MAIL_STAGE_SESSION};
    pthread_once(&once, initialise);
    if (global_result != CURLE_OK) {
        answer.curl_code = global_result;
        return answer;
    }
    sending state = {.bytes = bytes, .length = length, .deadline = now() + total_seconds};
    CURL *handle = curl_easy_init();
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (handle != NULL && recipients != NULL) {
        CURLcode result = set_connection(
            handle, url, user, password, authorities, tls, connect_seconds, total_seconds);
        if (result == CURLE_OK) result = keep_to_mail(handle);
        if (result == CURLE_OK) result = set_message(handle, sender, recipients, &state);
        if (result == CURLE_OK) result = set_watch(handle, &state);
        if (result == CURLE_OK) result = curl_easy_perform(handle);
        answer = (roster_mail_result){result, state.response, state.stage};
    }
    curl_easy_cleanup(handle);
    curl_slist_free_all(recipients);
    return answer;
}

/// `result` in the words of whoever keeps the server.
static roster_peer_state peer_state(CURLcode result) {
    switch (result) {
    case CURLE_OK: return ROSTER_PEER_READY;
    case CURLE_COULDNT_RESOLVE_HOST: return ROSTER_PEER_HOST_UNKNOWN;
    case CURLE_COULDNT_CONNECT: return ROSTER_PEER_UNREACHABLE;
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_ABORTED_BY_CALLBACK: return ROSTER_PEER_SILENT;
    case CURLE_USE_SSL_FAILED: return ROSTER_PEER_TLS_NOT_OFFERED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return ROSTER_PEER_TLS_NOT_TRUSTED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER: return ROSTER_PEER_TLS_FAILED;
    case CURLE_LOGIN_DENIED: return ROSTER_PEER_LOGIN_REFUSED;
    default: return ROSTER_PEER_REFUSED;
    }
}

roster_peer_state roster_mail_check(
    const char *url, const char *user, const char *password, const char *authorities,
    roster_mail_tls tls, int32_t total_seconds) {
    pthread_once(&once, initialise);
    if (global_result != CURLE_OK) return ROSTER_PEER_REFUSED;
    sending state = {.deadline = now() + total_seconds};
    CURL *handle = curl_easy_init();
    if (handle == NULL) return ROSTER_PEER_REFUSED;
    CURLcode result = set_connection(
        handle, url, user, password, authorities, tls, total_seconds, total_seconds);
    if (result == CURLE_OK) result = keep_to_mail(handle);
    SET(CURLOPT_CUSTOMREQUEST, "NOOP");
    if (result == CURLE_OK) result = set_watch(handle, &state);
    if (result == CURLE_OK) result = curl_easy_perform(handle);
    curl_easy_cleanup(handle);
    if (result == CURLE_OK && user != NULL && !state.logs_in) return ROSTER_PEER_LOGIN_NOT_OFFERED;
    return peer_state(result);
}

roster_peer_state roster_webhook_check(
    const char *url, const char *authorities, int32_t total_seconds) {
    pthread_once(&once, initialise);
    if (global_result != CURLE_OK) return ROSTER_PEER_REFUSED;
    CURL *handle = curl_easy_init();
    if (handle == NULL) return ROSTER_PEER_REFUSED;
    CURLcode result = set_connection(
        handle, url, NULL, NULL, authorities, ROSTER_MAIL_TLS_REQUIRED, total_seconds,
        total_seconds);
    if (result == CURLE_OK) result = keep_to_https(handle);
    SET(CURLOPT_CONNECT_ONLY, 1L);
    if (result == CURLE_OK) result = curl_easy_perform(handle);
    curl_easy_cleanup(handle);
    return peer_state(result);
}

const char *roster_mail_error_text(int32_t curl_code) {
    return curl_easy_strerror((CURLcode)curl_code);
}
