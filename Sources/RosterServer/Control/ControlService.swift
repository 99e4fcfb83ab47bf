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
        let open = OpenConnections()
        let server = try await bind(socket.bindingPath, open)
        try socket.publish(in: dataFolder)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                try? await server.closeFuture.get()
                await open.wait()
            } onGracefulShutdown: {
                // Running verbs finish; who only waits for the next one is let go.
                server.close(promise: nil)
                open.shutDown()
            }
        } onCancel: {
            server.close(promise: nil)
            open.closeAll()
        }
        socket.retract()
    }

    /// Each connection is served by a task of its own from the moment that it is there: one that waited
    /// in a sequence while the server ends would be dropped, at which the library traps.
    private func bind(_ path: String, _ open: OpenConnections) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 64)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers([
                            ByteToMessageHandler(ControlFrameDecoder()),
                            MessageToByteHandler(ControlFrameEncoder()),
                        ])
                        let connection = try Connection(wrappingChannelSynchronously: channel)
                        Task { await serve(connection, open) }
                    }
                }
                .bind(unixDomainSocketPath: path).get()
        } catch let error as IOError {
            throw StartFailure.controlSocket(dataFolder, errno: error.errnoCode)
        }
    }

    private func serve(_ connection: Connection, _ open: OpenConnections) async {
        let status = ServerStatus(
            process: Int(getpid()), release: Release.version, ports: readiness.ports)
        guard let number = open.add(connection.channel) else {
            await refuse(connection, status)
            return
        }
        defer { open.remove(number) }
        let desk = ControlDesk(directory: directory, server: status)
        do {
            try await connection.executeThenClose { inbound, outbound in
                try await outbound.write(try Self.greeting(status))
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

    private static func greeting(_ status: ServerStatus) throws -> ByteBuffer {
        let greeting = ControlGreeting(
            version: ControlWire.version, release: status.release, process: status.process)
        return ByteBuffer(bytes: try JSONEncoder().encode(greeting))
    }

    /// Answers whatever will be asked, and reads nothing.
    private func refuse(_ connection: Connection, _ status: ServerStatus) async {
        let failure = ControlFailure(
            .busy, "too many commands are connected to the server; try again in a moment")
        try? await connection.executeThenClose { _, _ in
            // Until they are written: a connection may not be wholly open yet, and closing one drops
            // what waits.
            let refusal = ByteBuffer(bytes: ControlOutcome.refusal(failure))
            try await connection.channel.writeAndFlush(try Self.greeting(status))
            try await connection.channel.writeAndFlush(refusal)
        }
    }

    /// Says which verb came; never with what, which may be a password.
    private func log(_ outcome: ControlOutcome) {
        var metadata: Logger.Metadata = ["verb": "\(outcome.verb)"]
        if let failure = outcome.failure { metadata["refused"] = "\(failure.code.rawValue)" }
        logger.info("control", metadata: metadata)
    }
}
