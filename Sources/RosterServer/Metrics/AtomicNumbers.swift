import Synchronization

/// A count that many threads raise. A class, as an atomic cannot be copied into an array.
final class AtomicCount: Sendable {
    private let count = Atomic<UInt64>(0)

    var value: UInt64 { count.load(ordering: .relaxed) }

    func increment() {
        count.wrappingAdd(1, ordering: .relaxed)
    }
}

/// A double that many threads change. Atomics do no arithmetic on doubles, so a change is tried
/// again until no other came between.
final class AtomicDouble: Sendable {
    /// The bits and not the number, as NaN equals nothing and minus zero equals zero.
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func update(_ change: (Double) -> Double) {
        var current = bits.load(ordering: .relaxed)
        while true {
            let next = change(Double(bitPattern: current)).bitPattern
            let (isExchanged, original) = bits.weakCompareExchange(
                expected: current, desired: next, ordering: .relaxed)
            if isExchanged { return }
            current = original
        }
    }
}
