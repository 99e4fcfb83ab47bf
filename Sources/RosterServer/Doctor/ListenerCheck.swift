import Glibc
import RosterSettings

/// Every address that the settings ask for can be listened on, or the running server does.
enum ListenerCheck {
    static func findings(
        _ settings: RosterSettings.Settings, _ presence: RunningServer.Presence
    ) -> [Finding] {
        let listeners = AskedListener.all(of: settings)
        return listeners.enumerated().map { index, listener in
            if let first = listeners[..<index].first(where: {
                $0.address.overlaps(listener.address)
            }) {
                return .failure(
                    listener.key,
                    "\(listener.address) cannot be listened on beside \(first.address), which "
                        + "\(first.key) names: one holds the other",
                    mend: "set \(listener.key) (\(listener.key.flag)) to another port, or to the "
                        + "same address")
            }
            guard let number = PortTrial.refusal(of: listener.address) else {
                return .fine(listener.key, "\(listener.address) is free")
            }
            if number == EADDRINUSE {
                switch presence {
                case .running(let server) where server.ports.contains(listener.address.port):
                    return .fine(listener.key, "the running server listens on \(listener.address)")
                case .foreign, .silent:
                    return .warning(
                        listener.key,
                        "\(listener.address) is taken, maybe by the server that cannot be asked",
                        mend: "see which program has the port, e.g. with `ss -ltnp`")
                case .running, .nobody: break
                }
            }
            return .failure(
                listener.key,
                "cannot listen on \(listener.address): \(StartFailure.text(of: number))",
                mend: StartFailure.remedy(for: number, listening: listener.key))
        }
    }
}
