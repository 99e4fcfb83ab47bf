import CMail

/// How long each step of a delivery over SMTP may take, in seconds. A client that gives up earlier
/// than its server sends again what the server has taken: RFC 5321 §4.5.3.2 says what a client must
/// wait at least.
package struct SMTPTimes: Sendable, Equatable {
    /// Resolving, connecting and the first 220 (§4.5.3.2.1).
    package var greetingSeconds = 300
    /// The answer to EHLO, STARTTLS and AUTH, of which the RFC says nothing: as to MAIL.
    package var commandSeconds = 300
    /// The answer to MAIL (§4.5.3.2.2).
    package var senderSeconds = 300
    /// The answer to RCPT (§4.5.3.2.3).
    package var recipientSeconds = 300
    /// The answer to DATA (§4.5.3.2.4).
    package var dataStartSeconds = 120
    /// Each piece of the message (§4.5.3.2.5).
    package var dataBlockSeconds = 180
    /// The answer to the whole message (§4.5.3.2.6).
    package var dataEndSeconds = 600

    /// What the RFC says.
    package static let standard = SMTPTimes()

    package init() {}

    /// All until MAIL: the greeting, two EHLO, STARTTLS and three turns of a login.
    var sessionSeconds: Int { greetingSeconds + 6 * commandSeconds }

    /// As libcurl is driven by them.
    var limits: roster_mail_times {
        roster_mail_times(
            greeting: Int32(clamping: greetingSeconds), command: Int32(clamping: commandSeconds),
            sender: Int32(clamping: senderSeconds),
            recipient: Int32(clamping: recipientSeconds),
            data_start: Int32(clamping: dataStartSeconds),
            data_block: Int32(clamping: dataBlockSeconds),
            data_end: Int32(clamping: dataEndSeconds),
            session: Int32(clamping: sessionSeconds))
    }
}
