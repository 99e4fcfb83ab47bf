import RosterCore

/// What messages say. No links, which would teach people to follow those of others, and never the
/// recipient, so that nothing in the words comes from who asked.
enum MessageTemplates {
    static func letter(for message: OutgoingMessage, language: MessageLanguage) -> Letter {
        let minutes = lifetimeMinutes(of: message)
        return switch language {
        case .chinese: ChineseTemplates.letter(for: message.content, minutes: minutes)
        case .english: EnglishTemplates.letter(for: message.content, minutes: minutes)
        }
    }

    static func shortText(for message: OutgoingMessage, language: MessageLanguage) -> String {
        let minutes = lifetimeMinutes(of: message)
        return switch language {
        case .chinese: ChineseTemplates.shortText(for: message.content, minutes: minutes)
        case .english: EnglishTemplates.shortText(for: message.content, minutes: minutes)
        }
    }

    /// Whole minutes, rounded down: a code must not end before it says. The bounds keep the number
    /// from passing for a code, whatever the times.
    private static func lifetimeMinutes(of message: OutgoingMessage) -> Int64 {
        let (milliseconds, overflow) = message.expiresAt.milliseconds
            .subtractingReportingOverflow(message.createdAt.milliseconds)
        return overflow ? 1 : min(max(1, milliseconds / 60_000), 99_999)
    }
}
