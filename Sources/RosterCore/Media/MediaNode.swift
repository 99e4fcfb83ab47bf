/// The name of an upload: `public:`, 40 random lower-case letters and digits, and the extension of
/// its type. Nobody guesses one, and none says anything of its owner (THREATS 16).
package struct MediaNode: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    static let prefix = "public:"
    static let alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
    static let randomCount = 40

    /// Nil for what no upload was ever called.
    package init?(parsing text: String) {
        guard let rest = text.after(prefix: Self.prefix) else { return nil }
        let parts = rest.split(at: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == Self.randomCount,
            parts[0].utf8.allSatisfy(Self.isLetter),
            ImageType.allCases.contains(where: { $0.fileExtension == parts[1] })
        else { return nil }
        rawValue = text
    }

    /// A new name.
    init(random: String, type: ImageType) {
        rawValue = Self.prefix + random + "." + type.fileExtension
    }

    package init(stored text: String) { rawValue = text }

    /// What its file is called: the name without the prefix.
    package var fileName: String { String(rawValue.dropFirst(Self.prefix.count)) }

    package var description: String { rawValue }

    /// Whether a stored avatar or background is an upload, and no URL.
    static func isNode(_ reference: String) -> Bool { reference.starts(withText: prefix) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
