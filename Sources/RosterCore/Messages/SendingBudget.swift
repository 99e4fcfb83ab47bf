/// How much may be sent, to whom and by whom (THREATS 37, 38). All counts are of rows: they hold over
/// restarts and for all nodes, and known and unknown destinations have equal ones.
package struct SendingRule: Sendable, Equatable {
    /// Whose sendings are counted.
    package enum Scope: Sendable, Equatable {
        /// Codes of one purpose that one block of addresses asked for, to one mailbox or phone.
        case purpose(CodePurpose, mailbox: String, asker: String)
        /// Codes that one block of addresses asked for, to one mailbox or phone.
        case asked(mailbox: String, asker: String)
        /// All codes to one mailbox or phone.
        case codes(mailbox: String)
        /// All codes of a channel that one block of addresses asked for.
        case share(OutgoingMessage.Channel, asker: String)
        /// All codes and notices of a channel.
        case channel(OutgoingMessage.Channel)
        /// Notices of a channel.
        case notices(OutgoingMessage.Channel)
        /// Notices to one mailbox or phone.
        case noticesTo(mailbox: String)
        /// Notices of one account's changes of one kind to one mailbox or phone.
        case repeats(mailbox: String, subject: String)
    }

    let scope: Scope
    /// How many there may be in ``seconds``.
    let count: Int
    let seconds: Int64

    /// When the next one may be sent; nil when it may be now.
    func end(
        at now: Timestamp, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Timestamp? {
        // What was sent before the clock was set back is left out: no wait is measured from it.
        let latest = now.adding(seconds: Limits.waitSkewSeconds)
        guard
            let first = try storage.sending(
                numbered: count, in: scope, after: now.adding(seconds: -seconds), upTo: latest)
        else { return nil }
        return now.end(ofWait: first.adding(seconds: seconds), atMost: seconds)
    }
}

extension SendingRule {
    /// For a code that one block of addresses asks for.
    static func ofCode(
        _ purpose: CodePurpose, mailbox: String, asker: String
    ) -> [SendingRule] {
        [
            SendingRule(
                scope: .purpose(purpose, mailbox: mailbox, asker: asker), count: 1,
                seconds: Limits.codeResendSeconds),
            SendingRule(
                scope: .asked(mailbox: mailbox, asker: asker), count: Limits.codesPerAskerMax,
                seconds: Limits.codeDaySeconds),
            SendingRule(
                scope: .codes(mailbox: mailbox), count: Limits.codesPerMailboxMax,
                seconds: Limits.codeDaySeconds),
        ]
    }
}

extension Destination {
    /// What shares its budget of sendings: an e-mail without its `+tag` - of Google's mailboxes, which
    /// have no dots, without those - and a phone itself (docs/decisions/0033). Never what logs in.
    var mailboxKey: FoldedKey {
        guard case .email(let email) = self else { return key }
        let parts = email.key.rawValue.split(at: "@")
        guard parts.count == 2 else { return key }
        var local = String(parts[0])
        if let plus = local.firstIndex(ofScalar: "+"), plus > local.startIndex {
            local = String(local[..<plus])
        }
        var domain = String(parts[1])
        if domain == "gmail.com" || domain == "googlemail.com" {
            domain = "gmail.com"
            local = String(String.UnicodeScalarView(local.unicodeScalars.filter { $0 != "." }))
        }
        return FoldedKey(stored: "\(local)@\(domain)")
    }
}
