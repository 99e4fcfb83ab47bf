import Foundation
import Glibc

/// How far a long verb has come, on standard error: a bar on a terminal, a line now and then elsewhere.
final class Progress {
    private let bytes: UInt64
    private let rows: Int
    private let doneBefore: Int
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var shownAt: ContinuousClock.Instant
    private var shownText = ""

    /// - Parameter done: Rows that an earlier run has done.
    init(bytes: UInt64, rows: Int, done: Int) {
        self.bytes = bytes
        self.rows = rows
        doneBefore = done
        start = clock.now
        shownAt = start
    }

    private var interval: Duration { isTerminal ? .milliseconds(100) : .seconds(5) }

    func show(rows done: Int, bytes: UInt64) {
        let now = clock.now
        guard now - shownAt >= interval else { return }
        shownAt = now
        let text = ProgressText(
            rows: rows, done: done, doneBefore: doneBefore, elapsed: start.duration(to: now))
        if isTerminal {
            shownText = "\r\u{1B}[K" + text.bar(width: 24)
            StandardError.write(shownText)
        } else {
            StandardError.write(text.line + "\n")
        }
    }

    /// Takes the bar away: the sum follows.
    func end() {
        if !shownText.isEmpty { StandardError.write("\r\u{1B}[K") }
    }
}

/// The words of a progress.
struct ProgressText: Equatable {
    let rows: Int
    let done: Int
    let doneBefore: Int
    let elapsed: Duration

    private var percent: Int { rows > 0 ? done * 100 / rows : 100 }

    private var seconds: Double {
        let parts = elapsed.components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }

    /// Rows a second, of this run.
    private var rate: Double { Double(done - doneBefore) / max(seconds, 0.001) }

    private var left: String {
        guard rate > 0 else { return "-" }
        let seconds = Int((Double(max(0, rows - done)) / rate).rounded(.up))
        let minutes = seconds / 60
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours > 0 { return "\(hours) h \(rest) min" }
        return minutes > 0 ? "\(minutes) min \(seconds % 60) s" : "\(seconds) s"
    }

    var line: String {
        "\(done) of \(rows) rows, \(percent) %, \(Int(rate)) a second, \(left) left"
    }

    func bar(width: Int) -> String {
        let full = min(width, percent * width / 100)
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
        return "[\(bar)] " + line
    }
}
