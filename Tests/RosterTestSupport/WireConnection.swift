import Foundation
import Glibc

/// One TCP connection to a server on this machine, blocking; for tests that need to stop in the
/// middle of a request or to keep a connection open.
package final class WireConnection: Sendable {
    private let descriptor: Int32

    package init(port: Int, timeoutSeconds: Int = 30) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            Glibc.close(descriptor)
            throw WireFailure.cannotConnect(number)
        }
        self.descriptor = descriptor
    }

    package func close() { Glibc.close(descriptor) }

    /// Says that nothing more will be sent, and still reads.
    package func finishWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    package func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw WireFailure.cannotWrite(errno) }
            rest = rest.dropFirst(count)
        }
    }

    package func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Up to `count` bytes; empty at the end of the stream or after the timeout.
    package func read(upTo count: Int = 65_536) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = unsafe recv(descriptor, &buffer, count, 0)
        return got > 0 ? Array(buffer[..<got]) : []
    }

    /// One whole answer. Its body is as long as `Content-Length` says, or none.
    /// - Parameter hasBody: False for answers to HEAD.
    package func readResponse(hasBody: Bool = true) throws -> WireResponse {
        var received: [UInt8] = []
        while true {
            if let response = parse(received, hasBody: hasBody) { return response }
            let more = read()
            guard !more.isEmpty else {
                if let cut = parse(received, hasBody: false), !hasBody || cut.status == 204 {
                    return cut
                }
                throw WireFailure.noAnswer(received: String(decoding: received, as: UTF8.self))
            }
            received += more
        }
    }

    private func parse(_ bytes: [UInt8], hasBody: Bool) -> WireResponse? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        let headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (
                String(parts[0]),
                parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
            )
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap {
            Int($0.value)
        }
        let body = Array(text[end.upperBound...].utf8)
        if hasBody, let length, body.count < length { return nil }
        return WireResponse(
            status: status, reason: words.count > 2 ? String(words[2]) : "", headers: headers,
            body: String(decoding: hasBody ? body.prefix(length ?? 0)[...] : [], as: UTF8.self))
    }
}
