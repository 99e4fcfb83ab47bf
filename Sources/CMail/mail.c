#include "mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/// How long the goodbye after an accepted message may take.
static const double quit_seconds = 2;

/// A connection that says nothing for as long as one step may take stays known to what is between.
static const long keepalive_seconds = 60;

struct roster_mail_stop {
    /// 0: go on; 1: break off what is in no doubt; 2: break off all.
    atomic_int level;
};

typedef struct {
    const uint8_t *bytes;
    size_t length;
    size_t position;
    roster_mail_times times;
    roster_mail_stop *stop;
    roster_mail_stage stage;
    roster_mail_end end;
    /// The number of the last answer before the goodbye, whose own number would hide it.
    int32_t response;
    bool needs_utf8;
    /// By the answer to the last EHLO.
    bool offers_utf8;
    bool says_goodbye;
    bool logs_in;
    /// All of the message has been handed to the connection.
    bool is_whole;
    /// The server has said what it makes of the whole message.
    bool is_answered;
    /// The ends of the running step and of the steps until MAIL, on the monotonic clock in seconds.
    double deadline;
    double session_deadline;
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
    return length >= strlen(word) && strncasecmp(line, word, strlen(word)) == 0;
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// Begins a step of so many seconds.
static void begin_step(sending *state, int32_t seconds) {
    state->deadline = now() + seconds;
    if (state->stage == ROSTER_MAIL_STAGE_SESSION && state->session_deadline < state->deadline) {
        state->deadline = state->session_deadline;
    }
}

static void note_answer(sending *state, const char *line, size_t length) {
    if (state->says_goodbye || length < 3) return;
    if (!is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return;
    state->response = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (length > 4 && begins(line + 4, length - 4, "SMTPUTF8")) state->offers_utf8 = true;
    // A line that is not the answer's last gives no more time: a server could go on for ever.
    if (length > 3 && line[3] == '-') return;
    if (state->is_whole) {
        state->is_answered = true;
        state->deadline = now() + quit_seconds;
        return;
    }
    begin_step(state, state->response == 354 ? state->times.data_block : state->times.command);
}

static void note_command(sending *state, const char *line, size_t length) {
    if (begins(line, length, "QUIT")) {
        state->says_goodbye = true;
        state->deadline = now() + quit_seconds;
    } else if (begins(line, length, "MAIL FROM:")) {
        state->stage = ROSTER_MAIL_STAGE_SENDER;
        begin_step(state, state->times.sender);
        if (state->needs_utf8 && !state->offers_utf8) state->end = ROSTER_MAIL_END_NO_UTF8;
    } else if (begins(line, length, "RCPT TO:")) {
        state->stage = ROSTER_MAIL_STAGE_RECIPIENT;
        begin_step(state, state->times.recipient);
    } else if (begins(line, length, "DATA")) {
        state->stage = ROSTER_MAIL_STAGE_MESSAGE;
        begin_step(state, state->times.data_start);
    } else {
        if (begins(line, length, "AUTH")) state->logs_in = true;
        if (begins(line, length, "EHLO")) state->offers_utf8 = false;
        begin_step(state, state->times.command);
    }
}

/// Only the verbs of our own commands and the numbers of the answers are looked at, and whether
/// SMTPUTF8 is among what is offered; nothing else is kept or shown of what goes over the wire.
static int watch(CURL *handle, curl_infotype type, char *line, size_t length, void *context) {
    (void)handle;
    sending *state = context;
    if (type == CURLINFO_HEADER_IN) note_answer(state, line, length);
    if (type == CURLINFO_HEADER_OUT) note_command(state, line, length);
    if (type == CURLINFO_DATA_OUT) {
        state->is_whole = state->position == state->length;
        begin_step(state, state->is_whole ? state->times.data_end : state->times.data_block);
    }
    return 0;
}

/// Whether the server may have the message, and only its answer is missing.
static bool is_in_doubt(const sending *state) { return state->is_whole && !state->is_answered; }

/// Called about once a second. libcurl's own timeouts are one for all answers, and none of them holds
/// while it says goodbye; this one is each step's own.
static int check_step(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    sending *state = context;
    // Only the goodbye is left, and what was answered is not broken off by it.
    if (state->says_goodbye || state->is_answered) return now() > state->deadline;
    int level = state->stop == NULL ? 0 : atomic_load(&state->stop->level);
    if (level > 1 || (level == 1 && !is_in_doubt(state))) {
        state->end = ROSTER_MAIL_END_STOPPED;
    } else if (now() > state->deadline) {
        state->end = ROSTER_MAIL_END_TIMED_OUT;
    }
    return state->end != ROSTER_MAIL_END_FAILED;
}

roster_mail_stop *roster_mail_stop_make(void) {
    roster_mail_stop *stop = malloc(sizeof(roster_mail_stop));
    if (stop != NULL) atomic_init(&stop->level, 0);
    return stop;
}

void roster_mail_stop_raise(roster_mail_stop *stop, bool with_doubtful) {
    int level = with_doubtful ? 2 : 1;
    int old = atomic_load(&stop->level);
    while (old < level && !atomic_compare_exchange_weak(&stop->level, &old, level)) {}
}

void roster_mail_stop_free(roster_mail_stop *stop) { free(stop); }

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

static long use_ssl(roster_mail_tls tls) {
    switch (tls) {
    case ROSTER_MAIL_TLS_NEVER: return CURLUSESSL_NONE;
    case ROSTER_MAIL_TLS_IF_OFFERED: return CURLUSESSL_TRY;
    case ROSTER_MAIL_TLS_REQUIRED: return CURLUSESSL_ALL;
    }
    return CURLUSESSL_ALL;
}

static CURLcode set_connection(
    CURL *handle, const char *url, const char *user, const char *password,
    const char *authorities, roster_mail_tls tls, bool verifies) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_URL, url);
    // Neither the environment nor a .netrc has a say in where mail goes and as whom.
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    if (user != NULL && password != NULL) {
        SET(CURLOPT_USERNAME, user);
        SET(CURLOPT_PASSWORD, password);
    }
    SET(CURLOPT_USE_SSL, use_ssl(tls));
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, verifies ? 1L : 0L);
    SET(CURLOPT_SSL_VERIFYHOST, verifies ? 2L : 0L);
    if (authorities != NULL) {
        SET(CURLOPT_CAINFO, authorities);
        SET(CURLOPT_CAPATH, NULL);
    }
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_TCP_KEEPIDLE, keepalive_seconds);
    // A connection kept would outlive this handle's only message.
    SET(CURLOPT_FORBID_REUSE, 1L);
    return result;
}

static int32_t most(int32_t left, int32_t right) { return left > right ? left : right; }

/// `check_step` ends a step in time; libcurl's own timeouts are further out than any of them.
static CURLcode set_times(CURL *handle, roster_mail_times times) {
    int32_t answer = most(most(times.greeting, times.command), most(times.sender, times.recipient));
    answer = most(answer, most(most(times.data_start, times.data_block), times.data_end));
    CURLcode result = curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)times.session + 60);
    SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)answer + 60);
    SET(CURLOPT_TIMEOUT, 0L);
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
    SET(CURLOPT_XFERINFOFUNCTION, check_step);
    SET(CURLOPT_XFERINFODATA, state);
    SET(CURLOPT_NOPROGRESS, 0L);
    return result;
}

static sending begin(roster_mail_times times) {
    sending state = {.times = times, .session_deadline = now() + times.session};
    begin_step(&state, times.greeting);
    return state;
}

static bool is_tls_failure(CURLcode result) {
    switch (result) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER: return true;
    default: return false;
    }
}

static roster_mail_result finished(CURLcode result, const sending *state) {
    if (result == CURLE_ABORTED_BY_CALLBACK && state->end == ROSTER_MAIL_END_TIMED_OUT) {
        result = CURLE_OPERATION_TIMEDOUT;
    }
    return (roster_mail_result){
        .curl_code = result,
        .end = state->end,
        .response = state->response,
        .stage = state->stage,
        .is_tls_failure = is_tls_failure(result) && state->stage == ROSTER_MAIL_STAGE_SESSION,
        .is_in_doubt = is_in_doubt(state),
    };
}

roster_mail_result roster_mail_send(
    const char *url, const char *user, const char *password, const char *sender,
    const char *recipient, const uint8_t *bytes, size_t length, const char *authorities,
    roster_mail_tls tls, bool verifies, bool needs_utf8, roster_mail_times times,
    roster_mail_stop *stop) {
    sending state = begin(times);
    state.bytes = bytes;
    state.length = length;
    state.stop = stop;
    state.needs_utf8 = needs_utf8;
    pthread_once(&once, initialise);
    if (global_result != CURLE_OK) return finished(global_result, &state);
    CURLcode result = CURLE_OUT_OF_MEMORY;
    CURL *handle = curl_easy_init();
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (handle != NULL && recipients != NULL) {
        result = set_connection(handle, url, user, password, authorities, tls, verifies);
        if (result == CURLE_OK) result = set_times(handle, times);
        if (result == CURLE_OK) result = keep_to_mail(handle);
        if (result == CURLE_OK) result = set_message(handle, sender, recipients, &state);
        if (result == CURLE_OK) result = set_watch(handle, &state);
        if (result == CURLE_OK) result = curl_easy_perform(handle);
    }
    curl_easy_cleanup(handle);
    curl_slist_free_all(recipients);
    return finished(result, &state);
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
    roster_mail_tls tls, bool verifies, int32_t total_seconds) {
    pthread_once(&once, initialise);
    if (global_result != CURLE_OK) return ROSTER_PEER_REFUSED;
    roster_mail_times times = {
        .greeting = total_seconds, .command = total_seconds, .session = total_seconds};
    sending state = begin(times);
    CURL *handle = curl_easy_init();
    if (handle == NULL) return ROSTER_PEER_REFUSED;
    CURLcode result = set_connection(handle, url, user, password, authorities, tls, verifies);
    if (result == CURLE_OK) result = set_times(handle, times);
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
        handle, url, NULL, NULL, authorities, ROSTER_MAIL_TLS_REQUIRED, true);
    SET(CURLOPT_CONNECTTIMEOUT, (long)total_seconds);
    SET(CURLOPT_TIMEOUT, (long)total_seconds);
    if (result == CURLE_OK) result = keep_to_https(handle);
    SET(CURLOPT_CONNECT_ONLY, 1L);
    if (result == CURLE_OK) result = curl_easy_perform(handle);
    curl_easy_cleanup(handle);
    return peer_state(result);
}

const char *roster_mail_error_text(int32_t curl_code) {
    return curl_easy_strerror((CURLcode)curl_code);
}
