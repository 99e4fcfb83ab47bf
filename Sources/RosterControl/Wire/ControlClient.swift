import Foundation
import Glibc

/// The command line's end of the control socket. It belongs to one command, which has nothing else
/// to do while it waits: reads and writes block.
package final class ControlClient {
    package let greeting: ControlGreeting
    private let socket: Int32
    /// How long a server may take to greet, and to read what it is asked. Answers take as long as the
    /// verbs do.
    private static let patienceSeconds = 10

    /// Nil when nobody listens in the folder.
    /// - Throws: ``ControlFailure`` when the one who does cannot be spoken to: of another release, or
    ///   silent.
    package init?(dataFolder: String, release: String) throws(ControlFailure) {
        guard let socket = try Self.connect(to: dataFolder) else { return nil }
        guard let frame = Self.readFrame(from: socket),
            let greeting = try? JSONDecoder().decode(ControlGreeting.self, from: frame)
        else {
            let isSilent = errno == EAGAIN
            close(socket)
            if isSilent { throw Self.silence(dataFolder) }
            // It went away just now, or is about to come.
            return nil
        }
        if let refusal = greeting.refusal(ofClient: release) {
            close(socket)
            throw refusal
        }
        Self.setPatience(of: socket, seconds: 0, for: SO_RCVTIMEO)
        self.greeting = greeting
        self.socket = socket
    }

    private static func silence(_ folder: String) -> ControlFailure {
        ControlFailure(
            .busy,
            "the server of \(folder) does not answer within \(patienceSeconds) seconds; "
                + "if it hangs, end it and start it again")
    }

    deinit { close(socket) }

    /// - Throws: what the server refuses, and ``ControlFailure/Code/storage`` when it goes away.
    package func ask<Verb: ControlVerb>(_ verb: Verb) throws(ControlFailure) -> Verb.Answer {
        // A server that refuses everybody has said so already, and closed: what it said is still there.
        if let request = try? JSONEncoder().encode(ControlRequest(verb)) {
            _ = Self.write(frame: request, to: socket)
        }
        guard let frame = Self.readFrame(from: socket) else {
            throw ControlFailure(
                .gone,
                "the server (process \(greeting.process)) went away; whether it did "
                    + "what was asked is not known, so look before you repeat it")
        }
        guard let reply = try? JSONDecoder().decode(ControlReply<Verb.Answer>.self, from: frame)
        else { throw ControlFailure(.unreadable, "the server's answer cannot be read") }
        if let failure = reply.failure { throw failure }
        guard let answer = reply.answer else {
            throw ControlFailure(.unreadable, "the server's answer is empty")
        }
        return answer
    }

    private static func setPatience(of socket: Int32, seconds: Int, for option: Int32) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        unsafe setsockopt(
            socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }

    private static func connect(to folder: String) throws(ControlFailure) -> Int32? {
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return nil }
        defer { close(directory) }
        let descriptor = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setPatience(of: descriptor, seconds: patienceSeconds, for: option)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = ControlPath.short(directory: directory, ControlWire.socketName)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            unsafe place.copyBytes(from: path.utf8.prefix(place.count - 1))
        }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe Glibc.connect(
                    descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            // Too many wait for it already, and it lets none of them in.
            let isSilent = errno == EAGAIN
            close(descriptor)
            if isSilent { throw silence(folder) }
            return nil
        }
        return descriptor
    }

    private static func write(frame: Data, to socket: Int32) -> Bool {
        var bytes = Data()
        for shift in [24, 16, 8, 0] {
            bytes.append(UInt8(truncatingIfNeeded: frame.count >> shift))
        }
        bytes.append(frame)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(
                    socket, buffer.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func readFrame(from socket: Int32) -> Data? {
        guard let head = read(4, from: socket) else { return nil }
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard length <= ControlWire.frameBytesMax else { return nil }
        return read(length, from: socket)
    }

    private static func read(_ length: Int, from socket: Int32) -> Data? {
        var bytes = [UInt8](repeating: 0, count: length)
        var received = 0
        while received < length {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe recv(
                    socket, buffer.baseAddress?.advanced(by: received), length - received, 0)
            }
            if count < 0, errno == EINTR { continue }
            // At the end of the stream nothing has failed.
            if count == 0 { errno = 0 }
            guard count > 0 else { return nil }
            received += count
        }
        return Data(bytes)
    }
}

/// Paths of sockets, which are cut at 107 bytes, however deep the data folder lies.
package enum ControlPath {
    /// A file of an open folder under a name that is always short (proc(5), "/proc/[pid]/fd").
    package static func short(directory: Int32, _ name: String) -> String {
        "/proc/self/fd/\(directory)/\(name)"
    }
}
