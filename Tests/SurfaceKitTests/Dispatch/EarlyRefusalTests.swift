import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

/// What can be refused without the body is refused before any of it is read.
@Suite("Refusals before the body") struct EarlyRefusalTests {
    private static func surface(_ routes: [Route]) -> TrialSurface {
        TrialSurface(name: SurfaceName("A"), routes: routes)
    }

    @Test("a route's own check refuses before the body, and lets others through")
    func check() async throws {
        let route = Route(
            .post, "/a", access: .open,
            check: { call in
                call.query.contains("bad") ? Reply(.forbidden, body: Array("no".utf8)) : nil
            }, handler: saying("yes"))
        let dispatcher = try dispatcher([Mount(Self.surface([route]))])
        let body = TrialBody("text")
        let refused = await ask(dispatcher, .post, "/a?bad", body: body)
        #expect(refused.status == 403 && refused.text == "no" && !body.wasRead)
        #expect(await ask(dispatcher, .post, "/a", body: body).text == "yes text")
    }

    @Test("a body that says that it is too long is refused before the check and the handler")
    func length() async throws {
        let route = Route(.post, "/a", access: .open, bodyBytesMax: 3, handler: saying("yes"))
        let dispatcher = try dispatcher([Mount(Self.surface([route]))])
        let body = TrialBody("text")
        #expect(await ask(dispatcher, .post, "/a", body: body).text == "A bodyTooLarge")
        #expect(!body.wasRead)
    }

    @Test(
        "a route that takes no body reads none",
        arguments: [HTTPRequest.Method.get, .delete, .post, .put])
    func unread(_ method: HTTPRequest.Method) async throws {
        let use: Route.BodyUse? = method == .get || method == .delete ? nil : .unread
        let route = Route(method, "/a", access: .open, body: use, handler: saying("yes"))
        let dispatcher = try dispatcher([Mount(Self.surface([route]))])
        let body = TrialBody("text")
        #expect(await ask(dispatcher, method, "/a", body: body).text == "yes")
        #expect(!body.wasRead)
    }

    @Test("a body that does not come as long as it says is cut short")
    func short() async throws {
        let route = Route(.post, "/a", access: .open, handler: saying("yes"))
        let dispatcher = try dispatcher([Mount(Self.surface([route]))])
        let body = TrialBody("text", length: .known(9))
        #expect(await ask(dispatcher, .post, "/a", body: body).text == "A bodyCutShort")
    }

    @Test("a handler that reads in parts sees how they end")
    func stream() async throws {
        let route = Route(.put, "/a", access: .open, body: .streamed, bodyBytesMax: 9) { call in
            var count = 0
            while let part = try? await call.stream?.next() { count += part.count }
            return Reply(.ok, body: Array("\(count)".utf8))
        }
        let dispatcher = try dispatcher([Mount(Self.surface([route]))])
        let answers = [
            (TrialBody("text"), "4"), (TrialBody("text", length: .known(5)), "A bodyCutShort"),
            (TrialBody("0123456789", length: .unknown), "A bodyTooLarge"),
            (TrialBody(failure: .bodyTooSlow), "A bodyTooSlow"),
        ]
        for (body, text) in answers {
            #expect(await ask(dispatcher, .put, "/a", body: body).text == text)
        }
    }
}
