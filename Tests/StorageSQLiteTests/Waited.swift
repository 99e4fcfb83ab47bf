import Dispatch
import RosterCore
import Synchronization

/// Lets a synchronous body wait for what another task comes to.
final class Waited: Sendable {
    private let error = Mutex<DirectoryError?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func finish(with error: DirectoryError?) {
        self.error.withLock { $0 = error }
        semaphore.signal()
    }

    /// The error that the other task ended with, nil if it ended well.
    func value() -> DirectoryError? {
        guard semaphore.wait(timeout: .now() + 60) == .success else { return .notFound }
        return error.withLock { $0 }
    }
}
