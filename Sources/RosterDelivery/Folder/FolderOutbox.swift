package import RosterCore

/// Puts messages into a folder instead of sending them: what the wire would carry, mail as `.eml`,
/// short messages as `.json`. Files and a folder made here belong to their owner alone.
package final class FolderOutbox: MessageDelivering {
    private let folder: String
    private let composer: MailComposer
    private let language: MessageLanguage
    /// One after the other: a disk is not faster for more.
    private let threads = DeliveryThreads(count: 1)

    /// - Parameter folder: made with its parents at the first message, where it is not there.
    package init(folder: String, sender: MailSender, language: MessageLanguage) {
        self.folder = folder
        self.language = language
        composer = MailComposer(sender: sender, language: language)
    }

    /// Returns when the file is on the disk under its name, which sorts by the time of the message.
    /// A message that is there already stays as it is.
    package func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        let file = try file(of: message)
        let result = try await threads.run { file.write() }
        try result.get()
    }

    /// Writes the file, and removes it in the place of giving it its name: the disk is as busy.
    package func pretend(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        let file = try file(of: message)
        let result = try await threads.run { file.writeAndRemove() }
        try result.get()
    }

    private func file(of message: OutgoingMessage) throws(DeliveryFailure) -> OutboxFile {
        let id = try LetterID.of(message)
        let base = "\(CalendarTime(message.createdAt).fileName)-\(id)"
        switch message.channel {
        case .mail:
            let bytes = try composer.compose(message).bytes
            return OutboxFile(folder: folder, name: base + ".eml", bytes: bytes)
        case .sms:
            let bytes = try SMSBody(message, language: language).bytes
            return OutboxFile(folder: folder, name: base + ".json", bytes: bytes)
        }
    }

    package func shutdown() async { await threads.shutdown() }
}
