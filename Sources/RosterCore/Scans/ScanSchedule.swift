/// Which scans run and which wait: the decisions of ``ScanQueues``, without its lock.
struct ScanSchedule {
    typealias Waiting = CheckedContinuation<Bool, Never>

    /// What waits and runs of one kind of caller.
    struct Line {
        fileprivate(set) var runningCount = 0
        fileprivate(set) var waitingCount = 0
        /// By address block, first come first served.
        fileprivate var queues: [String?: [(id: UInt64, waiting: Waiting)]] = [:]
        /// The blocks with somebody waiting, the next one first.
        fileprivate var turns: [String?] = []

        func waitingCount(of block: String?) -> Int { queues[block]?.count ?? 0 }
    }

    private(set) var lines = [Line](
        repeating: Line(), count: ScanCaller.Kind.allCases.count)
    private let extraMax: Int
    private var lastID: UInt64 = 0
    /// The kind that is asked first when a scan ends.
    private var nextKind = 0

    init(extraMax: Int) { self.extraMax = extraMax }

    /// Lets a scan run if nobody of its kind waits and there is room.
    mutating func begin(_ kind: ScanCaller.Kind) -> Bool {
        guard lines[kind.rawValue].waitingCount == 0, hasRoom(for: kind) else { return false }
        lines[kind.rawValue].runningCount += 1
        return true
    }

    mutating func append(_ waiting: Waiting, of caller: ScanCaller) -> UInt64 {
        lastID += 1
        let id = lastID
        let block = caller.addressBlock
        lines[caller.kind.rawValue].waitingCount += 1
        if lines[caller.kind.rawValue].queues[block] == nil {
            lines[caller.kind.rawValue].turns.append(block)
        }
        lines[caller.kind.rawValue].queues[block, default: []].append((id, waiting))
        return id
    }

    /// Nil when its turn has come already.
    mutating func remove(_ id: UInt64, of caller: ScanCaller) -> Waiting? {
        let block = caller.addressBlock
        guard var queue = lines[caller.kind.rawValue].queues[block],
            let index = queue.firstIndex(where: { $0.id == id })
        else { return nil }
        let waiting = queue.remove(at: index).waiting
        lines[caller.kind.rawValue].waitingCount -= 1
        lines[caller.kind.rawValue].queues[block] = queue.isEmpty ? nil : queue
        if queue.isEmpty { lines[caller.kind.rawValue].turns.removeAll { $0 == block } }
        return waiting
    }

    mutating func end(_ kind: ScanCaller.Kind) { lines[kind.rawValue].runningCount -= 1 }

    /// Those that may run now; they count as running.
    mutating func takeNext() -> [Waiting] {
        let kinds = ScanCaller.Kind.allCases
        var next: [Waiting] = []
        for step in 0..<kinds.count {
            let kind = kinds[(nextKind + step) % kinds.count]
            while hasRoom(for: kind), let waiting = popFirst(kind) {
                lines[kind.rawValue].runningCount += 1
                next.append(waiting)
                nextKind = (kind.rawValue + 1) % kinds.count
            }
        }
        return next
    }

    /// The address blocks take turns.
    private mutating func popFirst(_ kind: ScanCaller.Kind) -> Waiting? {
        guard !lines[kind.rawValue].turns.isEmpty else { return nil }
        let block = lines[kind.rawValue].turns.removeFirst()
        guard var queue = lines[kind.rawValue].queues[block], !queue.isEmpty else { return nil }
        let waiting = queue.removeFirst().waiting
        lines[kind.rawValue].waitingCount -= 1
        if queue.isEmpty {
            lines[kind.rawValue].queues[block] = nil
        } else {
            lines[kind.rawValue].queues[block] = queue
            lines[kind.rawValue].turns.append(block)
        }
        return waiting
    }

    /// One of each kind always has room. More of it share what is beyond, anonymous ones only where
    /// there is plenty.
    private func hasRoom(for kind: ScanCaller.Kind) -> Bool {
        let running = lines[kind.rawValue].runningCount
        if running == 0 { return true }
        if kind == .anonymous, running >= max(1, extraMax / 2) { return false }
        let extra = lines.reduce(0) { $0 + max(0, $1.runningCount - 1) }
        return extra < extraMax
    }
}
