/// Reads a request's body when, and only when, it is wanted.
package protocol BodyReading: Sendable {
    /// What is known of its length before any of it is read.
    var length: BodyLength { get }
    /// The next part of it, as it arrives; nil at the end.
    func next() async throws(TransportFailure) -> [UInt8]?
}

/// How long a body will be, before it is read.
package enum BodyLength: Sendable, Equatable {
    case known(Int)
    /// It comes in chunks, or on a stream without a length.
    case unknown
}

/// Why a body could not be read.
package struct TransportFailure: Error, Sendable, Equatable {
    package let refusal: TransportRefusal

    package init(_ refusal: TransportRefusal) { self.refusal = refusal }
}

extension BodyReading {
    /// The whole body, in memory that `lease` accounts for.
    func read(
        upTo limit: Int, under lease: BodyLease
    ) async throws(TransportFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        switch length {
        case .known(let count):
            guard count <= limit else { throw TransportFailure(.bodyTooLarge) }
            try await lease.grow(to: count)
            bytes.reserveCapacity(count)
        case .unknown:
            try await lease.grow(to: min(limit, Bounds.smallBodyBytesMax))
        }
        while let part = try await next() {
            guard bytes.count + part.count <= limit else { throw TransportFailure(.bodyTooLarge) }
            // In steps: a body of unknown length holds what may arrive until the next one.
            if length == .unknown, bytes.count + part.count > Bounds.smallBodyBytesMax {
                let step = Bounds.bodyStepBytes
                try await lease.grow(
                    to: min(limit, (bytes.count + part.count + step) / step * step))
            }
            bytes.append(contentsOf: part)
        }
        // A connection that closes in the middle ends the stream as a whole body would.
        if case .known(let count) = length, count != bytes.count {
            throw TransportFailure(.bodyCutShort)
        }
        return bytes
    }
}
