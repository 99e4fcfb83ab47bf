import GRDB
import RosterCore

extension DirectoryError {
    /// The one translation of what SQLite and GRDB report. Errors of the domain that a body threw
    /// pass through.
    init(sqlite error: any Error) {
        if let error = error as? DirectoryError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .storage(.unavailable)
            return
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(retryAfterSeconds: 1)
        case .SQLITE_FULL: self = .storage(.full)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .storage(.corrupt)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .storage(.unavailable)
        case .SQLITE_CONSTRAINT: self = .storage(.constraint)
        default: self = .storage(.failed(code: Int(error.extendedResultCode.rawValue)))
        }
    }
}
