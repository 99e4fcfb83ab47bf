import RosterCore

/// One mail, ready for the wire.
struct MailMessage: Sendable, Equatable {
    /// Of the envelope.
    let sender: MailAddress
    /// Of the envelope.
    let recipient: MailAddress
    /// RFC 5322, lines ending in CRLF.
    let bytes: [UInt8]

    /// Whether a server without SMTPUTF8 cannot take it.
    var needsUTF8: Bool { sender.needsUTF8 || recipient.needsUTF8 }
}

/// Writes messages as mail: multipart/alternative of text and HTML (RFC 2046 §5.1.4). One message
/// gives the same bytes at every try, so that a repeat can be told by its `Message-ID`.
///
/// Nothing of ours but the code has six digits in a row, so that whoever looks for the code, a
/// phone's keyboard or a test, finds it.
struct MailComposer: Sendable {
    let sender: MailSender
    let language: MessageLanguage

    /// - Throws: ``DeliveryFailure/permanent(_:)`` when an address or the sender's name could break
    ///   out of its header.
    func compose(_ message: OutgoingMessage) throws(DeliveryFailure) -> MailMessage {
        guard let recipient = MailAddress(message.recipient) else {
            throw .permanent("the recipient's address cannot stand in a mail")
        }
        guard let from = MailAddress(sender.address) else {
            throw .permanent("the sender's address cannot stand in a mail")
        }
        guard HeaderText.isOneLine(sender.name ?? "") else {
            throw .permanent("the sender's name cannot stand in a mail")
        }
        let id = try LetterID.of(message)
        let letter = MessageTemplates.letter(for: message, language: language)
        let boundary = "=_roster_\(id)"
        let lines =
            [
                "From: \(field(from))",
                "To: \(recipient.wire)",
                "Subject: \(HeaderText.unstructured(letter.subject))",
                "Date: \(CalendarTime(message.createdAt).mailDate)",
                "Message-ID: <\(id)@\(from.domain)>",
                "MIME-Version: 1.0",
                "Auto-Submitted: auto-generated",
                "Content-Type: multipart/alternative;",
                " boundary=\"\(boundary)\"",
                "",
            ]
            + part(letter.text, type: "text/plain", boundary: boundary)
            + part(letter.html(language: language), type: "text/html", boundary: boundary)
            + ["--\(boundary)--", ""]
        return MailMessage(
            sender: from, recipient: recipient,
            bytes: Array(lines.joined(separator: "\r\n").utf8))
    }

    private func field(_ from: MailAddress) -> String {
        guard let name = sender.name, !name.isEmpty else { return from.wire }
        // On a line of its own, the address never makes the line of a name too long.
        return "\(HeaderText.phrase(name))\r\n <\(from.wire)>"
    }

    private func part(_ text: String, type: String, boundary: String) -> [String] {
        [
            "--\(boundary)", "Content-Type: \(type); charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable", "", QuotedPrintable.encode(text),
        ]
    }
}
