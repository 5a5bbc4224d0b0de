using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>The rate limits of this gateway. Gateways do not share their counts.</summary>
public sealed class AllLimits(IOptions<LimitOptions> options, TimeProvider clock)
{
    public Limit Posting { get; } = new("posting", options.Value.Posting, clock);
    public Limit Writing { get; } = new("writing", options.Value.Writing, clock);
    public Limit Marking { get; } = new("marking", options.Value.Marking, clock);
    public Limit Searching { get; } = new("searching", options.Value.Searching, clock);
    public Limit SignUp { get; } = new("sign-up", options.Value.SignUp, clock);
    public Limit LogIn { get; } = new("log-in", options.Value.LogIn, clock);
    public Limit Refreshing { get; } = new("refreshing", options.Value.Refreshing, clock);
    public Limit Reading { get; } = new("reading", options.Value.Reading, clock);
    public Limit HubCalls { get; } = new("hub-calls", options.Value.HubCalls, clock);
    public Limit Connecting { get; } = new("connecting", options.Value.Connecting, clock);
    public Limit HubKilobytes { get; } = new("hub-kilobytes", options.Value.HubKilobytes, clock);
    public Limit Anonymous { get; } = new("anonymous", options.Value.Anonymous, clock);
    public Limit Typing { get; } = new("typing", new() { PerSecond = 2, Burst = 1 }, clock);
}
