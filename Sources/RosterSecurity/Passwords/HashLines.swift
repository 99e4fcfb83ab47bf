/// Jobs that wait, in a line for each block of addresses. The lines take turns, so that many logins from
/// one place keep no other waiting; when all is full, the longest line loses its last (THREATS 33).
struct HashLines {
    private var lines: [String?: HashQueue] = [:]
    /// The blocks with a line, the next one first.
    private var turns: [String?] = []
    /// Whose line a job waits in.
    private var blocks: [UInt64: String?] = [:]
    private let waitingMax: Int

    init(waitingMax: Int) { self.waitingMax = waitingMax }

    var count: Int { blocks.count }

    /// - Returns: The job that finds no room: this one, or the last of the longest line.
    mutating func append(_ job: HashJob) -> HashJob? {
        var refused: HashJob?
        if count >= waitingMax {
            let longest = turns.max { length($0) < length($1) }
            guard let longest, length(longest) > length(job.block) + 1,
                let last = lines[longest]?.last
            else { return job }
            refused = remove(last.id)
        }
        if lines[job.block] == nil {
            lines[job.block] = HashQueue()
            turns.append(job.block)
        }
        lines[job.block]?.append(job)
        blocks[job.id] = job.block
        return refused
    }

    /// The next job that takes no more than `free` bytes, of the next line that has one.
    mutating func popFirst(within free: Int) -> HashJob? {
        for (index, block) in turns.enumerated() {
            switch lines[block]?.take(within: free) {
            case .job(let job):
                turns.remove(at: index)
                turns.append(block)
                forget(job)
                return job
            // Its turn has come, whoever else would fit.
            case .first: return nil
            case .none, .nothing: continue
            }
        }
        return nil
    }

    mutating func popFirst() -> HashJob? { popFirst(within: .max) }

    mutating func remove(_ id: UInt64) -> HashJob? {
        guard let block = blocks[id], let job = lines[block]?.remove(id) else { return nil }
        forget(job)
        return job
    }

    private func length(_ block: String?) -> Int { lines[block]?.count ?? 0 }

    private mutating func forget(_ job: HashJob) {
        blocks[job.id] = nil
        guard length(job.block) == 0 else { return }
        lines[job.block] = nil
        turns.removeAll { $0 == job.block }
    }
}
