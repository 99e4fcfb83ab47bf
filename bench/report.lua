-- One line of figures for each run of wrk, in a form that the scripts read.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("rate %.0f p50_us %d p99_us %d not_2xx %d lost %d\n",
        summary.requests / (summary.duration / 1e6), latency:percentile(50),
        latency:percentile(99), errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
