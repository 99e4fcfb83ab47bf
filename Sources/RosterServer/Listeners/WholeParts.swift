import NIOCore
import Synchronization

/// Parts of a body that is whole: handed on once, then the end.
final class WholeParts: Sendable {
    private let parts: Mutex<[ByteBuffer]?>

    /// - Parameter parts: Nil for a body that is not whole.
    init(_ parts: [ByteBuffer]?) { self.parts = Mutex(parts) }

    /// Nil for a body that is not whole; empty at the end.
    func take() -> [ByteBuffer]? {
        parts.withLock { parts in
            guard let all = parts else { return nil }
            parts = []
            return all
        }
    }
}
