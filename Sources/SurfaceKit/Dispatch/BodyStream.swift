package import RosterCore
import Synchronization

/// A body that its handler reads in parts, of which a bounded amount is in memory.
package final class BodyStream: UploadSource {
    private let body: any BodyReading
    private let lease: BodyLease
    private let limit: Int
    private let state = Mutex<(bytes: Int, failure: TransportFailure?)>((0, nil))

    init(_ body: any BodyReading, limit: Int, lease: BodyLease) {
        self.body = body
        self.limit = limit
        self.lease = lease
    }

    /// Why the body could not be read, which is the answer then.
    var failure: TransportFailure? { state.withLock { $0.failure } }

    package func next() async throws(UploadInterruption) -> [UInt8]? {
        do throws(TransportFailure) {
            guard let part = try await body.next() else {
                if case .known(let count) = body.length, count != state.withLock({ $0.bytes }) {
                    throw TransportFailure(.bodyCutShort)
                }
                return nil
            }
            let count = state.withLock { state in
                state.bytes += part.count
                return state.bytes
            }
            guard count <= limit else { throw TransportFailure(.bodyTooLarge) }
            return part
        } catch {
            throw interrupted(by: error)
        }
    }

    package func holdWhole(_ bytes: Int) async throws(UploadInterruption) {
        do throws(TransportFailure) {
            try await lease.exchange(for: bytes)
        } catch {
            throw interrupted(by: error)
        }
    }

    private func interrupted(by failure: TransportFailure) -> UploadInterruption {
        state.withLock { $0.failure = failure }
        return UploadInterruption()
    }
}
