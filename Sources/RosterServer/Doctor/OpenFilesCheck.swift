/// The process may have enough files open: each connection is one.
enum OpenFilesCheck {
    private static let least = 4096

    /// - Parameter limit: The hard limit, up to which `roster serve` raises its own.
    static func findings(limit: Int?) -> [Finding] {
        guard let limit else { return [] }
        let text = "at most \(limit) files may be open at once"
        guard limit < least else { return [.fine("open files", text)] }
        return [
            .warning(
                "open files", text,
                mend: "raise the limit for roster to \(least) or more: `ulimit -Hn`, or "
                    + "LimitNOFILE of its systemd unit")
        ]
    }
}
