import Foundation
import Glibc

/// Why a file cannot be read or written at all: one line, with its path and the system's reason.
package struct TransferFailure: Error, Sendable, CustomStringConvertible, LocalizedError {
    package let description: String

    package init(_ description: String) { self.description = description }

    package var errorDescription: String? { description }

    /// A file that the system does not let this process use, asked a moment ago.
    /// - Parameter verb: `read` or `written`.
    package static func refused(_ path: String, _ verb: String, errno number: Int32) -> Self {
        Self("\(path) cannot be \(verb): \(unsafe String(cString: strerror(number)))")
    }

    /// - Parameter error: What the reading or writing of it threw.
    package static func failed(_ path: String, _ verb: String, _ error: any Error) -> Self {
        Self("\(path) cannot be \(verb): \(error.systemReason)")
    }
}

extension Error {
    /// The system's words for the error under this one, where there is one: Foundation's own say
    /// only that something could not be done.
    package var systemReason: String {
        var next: NSError? = self as NSError
        while let error = next {
            if error.domain == NSPOSIXErrorDomain {
                return unsafe String(cString: strerror(Int32(error.code)))
            }
            next = error.userInfo[NSUnderlyingErrorKey] as? NSError
        }
        return localizedDescription
    }
}
