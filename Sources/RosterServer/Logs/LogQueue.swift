import Foundation
import Glibc
import SurfaceKit
import Synchronization

/// Log lines on their way to a reader who may stop reading: one bounded queue and one thread that
/// writes (DESIGN §8). Whoever logs never waits. Lines beyond the bound are dropped and counted;
/// when the reader reads again, one line says how many are missing.
package final class LogQueue: Sendable {
    private struct State {
        var lines: [[UInt8]] = []
        /// Of the waiting lines and of those that are being written.
        var bytes = 0
        var hasThread = false
        var isWriting = false
        /// Since the last line that told of it.
        var untold = 0
        var waiters: [DispatchSemaphore] = []
    }

    /// Standard error of this process.
    package static let standardError = LogQueue { LogQueue.write($0, to: STDERR_FILENO) }

    /// Guards the queue. Nothing is written while it is held.
    private let state = Mutex(State())
    private let total = Atomic<Int>(0)
    private let arrivals = DispatchSemaphore(value: 0)
    private let bytesMax: Int
    private let write: @Sendable ([UInt8]) -> Bool
    private let notice = Mutex<@Sendable (Int) -> [UInt8]>({ _ in [] })

    /// - Parameter write: Writes whole lines and may block; false when they are lost.
    package init(
        bytesMax: Int = Bounds.logQueueBytesMax, write: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.bytesMax = bytesMax
        self.write = write
    }

    /// How many lines were dropped since the start.
    package var droppedCount: Int { total.load(ordering: .relaxed) }

    /// The line that tells of so many dropped ones, in the format of the others.
    package func setNotice(_ make: @escaping @Sendable (Int) -> [UInt8]) {
        notice.withLock { $0 = make }
    }

    /// Takes a line, or drops it. Never waits for the reader.
    package func add(_ line: [UInt8]) {
        let (isTaken, isFirst) = state.withLock { state in
            guard state.bytes + line.count <= bytesMax else {
                state.untold += 1
                return (false, false)
            }
            state.lines.append(line)
            state.bytes += line.count
            defer { state.hasThread = true }
            return (true, !state.hasThread)
        }
        guard isTaken else {
            total.wrappingAdd(1, ordering: .relaxed)
            return
        }
        if isFirst {
            let thread = Thread { [self] in work() }
            thread.name = "log"
            thread.start()
        }
        arrivals.signal()
    }

    /// Returns when everything is written, or after `seconds` where the reader does not read.
    package func flush(seconds: Double) {
        let isEmpty = DispatchSemaphore(value: 0)
        let waits = state.withLock { state in
            guard state.isWriting || !state.lines.isEmpty else { return false }
            state.waiters.append(isEmpty)
            return true
        }
        if waits { _ = isEmpty.wait(timeout: .now() + seconds) }
    }

    private func work() {
        while true {
            arrivals.wait()
            while let lines = take() {
                let isWritten = write(Array(lines.joined()))
                finish(lines, isWritten: isWritten)
                if isWritten { tell() }
            }
        }
    }

    private func take() -> [[UInt8]]? {
        state.withLock { state in
            guard !state.lines.isEmpty else { return nil }
            defer { state.lines = [] }
            state.isWriting = true
            return state.lines
        }
    }

    private func finish(_ lines: [[UInt8]], isWritten: Bool) {
        if !isWritten { total.wrappingAdd(lines.count, ordering: .relaxed) }
        let waiters = state.withLock { state in
            state.bytes -= lines.reduce(0) { $0 + $1.count }
            state.isWriting = false
            if !isWritten { state.untold += lines.count }
            guard state.lines.isEmpty else { return [DispatchSemaphore]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.signal() }
    }

    /// The reader reads: says what is missing before the lines that came since.
    private func tell() {
        let count = state.withLock { state in
            defer { state.untold = 0 }
            return state.untold
        }
        guard count > 0 else { return }
        let line = notice.withLock { $0 }(count)
        if !write(line) { state.withLock { $0.untold += count } }
    }

    /// Writes all of `bytes`, waiting where the file asks for it; false when it takes no more.
    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                // Somebody shares the file and made it non-blocking.
                var wanted = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&wanted, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}

/// A stream of text for the library's own handler, which writes a whole line at a time.
struct LogStream: TextOutputStream, Sendable {
    let take: @Sendable ([UInt8]) -> Void

    func write(_ string: String) { take(Array(TextLogLine.safe(string).utf8)) }
}
