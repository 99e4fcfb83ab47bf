/// A piece of work that waits in a ``HashPool``. Exactly one of its two ends is called, once.
struct HashJob: Sendable {
    let id: UInt64
    /// The addresses that it is done for; nil for the operator and the directory itself.
    let block: String?
    /// What it takes while it runs.
    let memoryBytes: Int
    let run: @Sendable () -> Void
    let refuse: @Sendable () -> Void
}

/// First come, first served, and any may leave early. All of it in constant time on average.
struct HashQueue {
    private var jobs: [UInt64: HashJob] = [:]
    /// In order of arrival; those that left early are still in it.
    private var order: [UInt64] = []
    private var head = 0

    var count: Int { jobs.count }

    mutating func append(_ job: HashJob) {
        jobs[job.id] = job
        order.append(job.id)
    }

    /// What is to be run next.
    enum Next {
        case job(HashJob)
        /// The first one waits until there is room for it.
        case first
        case nothing
    }

    /// The first job that takes no more than `free` bytes. One that takes more lets others by, but not
    /// without end.
    mutating func take(within free: Int) -> Next {
        guard let first = first else { return .nothing }
        if first.memoryBytes <= free {
            overtakings = 0
            return popFirst().map { .job($0) } ?? .nothing
        }
        guard overtakings < Self.overtakingsMax else { return .first }
        for id in order[head...] {
            if let job = jobs[id], job.memoryBytes <= free {
                overtakings += 1
                return remove(id).map { .job($0) } ?? .nothing
            }
        }
        return .nothing
    }

    /// The one that came last.
    var last: HashJob? {
        for id in order[head...].reversed() {
            if let job = jobs[id] { return job }
        }
        return nil
    }

    /// How often the first job was overtaken.
    private var overtakings = 0
    private static let overtakingsMax = 32

    private var first: HashJob? {
        mutating get {
            while head < order.count {
                if let job = jobs[order[head]] { return job }
                head += 1
            }
            return nil
        }
    }

    private mutating func popFirst() -> HashJob? {
        while head < order.count {
            let job = jobs.removeValue(forKey: order[head])
            head += 1
            if head > 1024, head > order.count / 2 {
                order.removeFirst(head)
                head = 0
            }
            if let job { return job }
        }
        order.removeAll(keepingCapacity: true)
        head = 0
        return nil
    }

    mutating func remove(_ id: UInt64) -> HashJob? { jobs.removeValue(forKey: id) }
}
