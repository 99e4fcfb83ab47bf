-- Requests one user after the other, names drawn at random. Arguments: the number of users.
local users = 100000

function init(args)
    users = tonumber(args[1]) or users
    math.randomseed(os.time())
end

function request()
    return wrk.format("GET", "/v1/users/user" .. math.random(0, users - 1))
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("rate %.0f p50_us %d p99_us %d not_2xx %d lost %d\n",
        summary.requests / (summary.duration / 1e6), latency:percentile(50),
        latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
