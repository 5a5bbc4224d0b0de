using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>The limits of this gateway. Each gateway counts for itself.</summary>
public sealed class AllLimits(IOptions<LimitOptions> options, TimeProvider clock)
{
    public Limit Posting { get; } = new("posting", options.Value.Posting, clock);
    public Limit Writing { get; } = new("writing", options.Value.Writing, clock);
    public Limit Searching { get; } = new("searching", options.Value.Searching, clock);
    public Limit SignUp { get; } = new("sign-up", options.Value.SignUp, clock);
    public Limit LogIn { get; } = new("log-in", options.Value.LogIn, clock);
}
