@testable import RosterServer
import Testing

@Suite("Readiness")
struct ReadinessTests {
    @Test("is there when every listener accepts, and gone as soon as a shutdown begins")
    func states() async {
        let readiness = Readiness(listeners: 2)
        #expect(!readiness.isReady)
        readiness.listens(number: 1, port: 4001)
        #expect(!readiness.isReady && readiness.port(ofListener: 0) == nil)
        readiness.listens(number: 0, port: 4000)
        #expect(await readiness.wait())
        #expect(readiness.isReady && readiness.port(ofListener: 1) == 4001)
        readiness.shutsDown()
        #expect(!readiness.isReady)
    }
}
