/// The database's files as the system sees them: kind, permissions, the size of the log.
enum DatabaseFileCheck {
    static let subject = "database"
    /// The log is folded into the database every 1000 pages, 4 MB; this is far more.
    static let logBytesMax: Int64 = 256 << 20

    enum Outcome {
        case missing(Finding)
        case broken(Finding)
        case found([Finding])
    }

    static func look(at path: String) -> Outcome {
        switch FileFacts.look(at: path) {
        case .missing:
            return .missing(.fine(subject, "the database \(path) will be made by the first start"))
        case .refused(let number):
            return .broken(
                .failure(
                    subject,
                    "the database \(path) cannot be looked at: \(StartFailure.text(of: number))",
                    mend: "let the user that runs roster read and write \(path)"))
        case .found(let facts):
            guard facts.isRegular else {
                return .broken(
                    .failure(
                        subject, "the database \(path) is no regular file",
                        mend: "move it away, and bring back your last copy of the data folder"))
            }
            if let place = [path, path + "-wal", path + "-shm"].first(where: isShut) {
                return .broken(
                    .failure(
                        subject, "\(place) cannot be read and written by this user",
                        mend: "let the user that runs roster read and write \(place)"))
            }
            let log = path + "-wal"
            var findings = PrivateFileCheck.findings(subject, path, facts, showsFine: false)
            findings += [path + "-wal", path + "-shm"].compactMap {
                OpenPlace(subject, $0, .ownersToWrite)?.finding
            }
            if case .found(let facts) = FileFacts.look(at: log) {
                findings += logFindings(log, bytesCount: facts.bytesCount)
            }
            return .found(findings)
        }
    }

    private static func isShut(_ path: String) -> Bool {
        if case .found = FileFacts.look(at: path) { !FileFacts.mayChange(path) } else { false }
    }

    static func logFindings(_ path: String, bytesCount: Int64) -> [Finding] {
        guard bytesCount > logBytesMax else { return [] }
        return [
            .warning(
                subject, "the database's log \(path) has grown to \(bytesCount >> 20) MiB",
                mend: "end what reads the database for hours, such as a backup program, and "
                    + "restart `roster serve`")
        ]
    }
}
