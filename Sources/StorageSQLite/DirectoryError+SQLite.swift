import GRDB
import Glibc
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
    /// - Parameter systemError: The errno of the call of the system that failed, where it is known.
    init(sqliteCode code: Int32, systemError: Int32 = 0) {
        switch ResultCode(rawValue: code).primaryResultCode {
        case .SQLITE_IOERR:
            self = .storage(Self.fault(ofInputOutput: code, systemError))
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(retryAfterSeconds: 1)
        case .SQLITE_FULL: self = .storage(.full)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .storage(.corrupt)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .storage(.unavailable)
        case .SQLITE_CONSTRAINT: self = .storage(.constraint)
        default: self = .storage(.failed(code: Int(code)))
        }
    }

    private static func fault(
        ofInputOutput code: Int32, _ systemError: Int32
    ) -> StorageFault {
        switch systemError {
        case ENOSPC, EDQUOT: .full
        case EROFS, EACCES, EPERM: .unavailable
        // The index of the log could not be made larger: as a full disk shows first.
        default:
            ResultCode(rawValue: code) == .SQLITE_IOERR_SHMSIZE
                ? .full : .inputOutput(code: Int(code))
        }
    }
}
