import Foundation
import Glibc
import Logging
import NIOCore
import NIOPosix
import RosterControl
import RosterCore
import ServiceLifecycle

/// Performs the verbs of the command line in the running server, so that sessions, caches, presence
/// and events are right (DESIGN §7).
struct ControlService: Service, CustomStringConvertible {
    let directory: Directory
    let dataFolder: String
    let readiness: Readiness
    let logger: Logger

    var description: String { "control" }

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    func run() async throws {
        let socket = try ControlSocket(in: dataFolder)
        let server = try await bind(socket.bindingPath)
        try socket.publish(in: dataFolder)
        let open = OpenConnections()
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { connections in
                await withDiscardingTaskGroup { group in
                    do {
                        for try await connection in connections {
                            group.addTask { await serve(connection, open) }
                        }
                    } catch {
                        logger.error("control", metadata: ["reason": "\(error)"])
                    }
                }
            }
        } onGracefulShutdown: {
            // Running verbs finish; who only waits for the next one is let go.
            server.channel.close(promise: nil)
            open.shutDown()
        }
        socket.retract()
    }

    private func bind(_ path: String) async throws -> NIOAsyncChannel<Connection, Never> {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 64)
                .bind(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            ByteToMessageHandler(ControlFrameDecoder()),
                            MessageToByteHandler(ControlFrameEncoder()),
                        ])
                        return try Connection(wrappingChannelSynchronously: channel)
                    }
                }
        } catch let error as IOError {
            throw StartFailure.controlSocket(dataFolder, errno: error.errnoCode)
        }
    }

    private func serve(_ connection: Connection, _ open: OpenConnections) async {
        guard let number = open.add(connection.channel) else {
            try? await connection.executeThenClose { _, _ in }
            return
        }
        defer { open.remove(number) }
        let status = ServerStatus(
            process: Int(getpid()), release: Release.version, ports: readiness.ports)
        let desk = ControlDesk(directory: directory, server: status, migrations: [])
        do {
            try await connection.executeThenClose { inbound, outbound in
                let greeting = ControlGreeting(
                    version: ControlWire.version, release: status.release,
                    process: status.process)
                try await outbound.write(ByteBuffer(bytes: try JSONEncoder().encode(greeting)))
                for try await frame in inbound {
                    guard open.begins(number) else { break }
                    let outcome = await ControlCatalogue.reply(
                        to: Data(frame.readableBytesView), on: desk)
                    log(outcome)
                    open.answers(number)
                    try await outbound.write(ByteBuffer(bytes: outcome.frame))
                    guard open.ends(number) else { break }
                }
            }
        } catch {
            // A command that was ended while it waited; what it asked for is done or not, as ever.
            logger.debug("control", metadata: ["reason": "\(error)"])
        }
    }

    /// Says which verb came; never with what, which may be a password.
    private func log(_ outcome: ControlOutcome) {
        var metadata: Logger.Metadata = ["verb": "\(outcome.verb)"]
        if let failure = outcome.failure { metadata["refused"] = "\(failure.code.rawValue)" }
        logger.info("control", metadata: metadata)
    }
}
