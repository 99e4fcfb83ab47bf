import GRDB
import RosterCore

extension DirectoryError {
    /// What GRDB reports when it opens or configures. Errors of the domain pass through.
    init(sqlite error: any Error) {
        if let error = error as? DirectoryError {
            self = error
        } else if let error = error as? DatabaseError {
            self.init(sqliteCode: error.extendedResultCode.rawValue)
        } else {
            self = .storage(.unavailable)
        }
    }

    /// The one translation of SQLite's extended result codes.
    init(sqliteCode code: Int32) {
        switch ResultCode(rawValue: code).primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(retryAfterSeconds: 1)
        case .SQLITE_FULL: self = .storage(.full)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .storage(.corrupt)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .storage(.unavailable)
        case .SQLITE_CONSTRAINT: self = .storage(.constraint)
        default: self = .storage(.failed(code: Int(code)))
        }
    }
}
