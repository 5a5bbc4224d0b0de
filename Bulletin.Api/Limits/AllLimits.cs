using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>The limits of this gateway. Each gateway counts for itself.</summary>
public sealed class AllLimits(IOptions<LimitOptions> options) : IDisposable
{
    public Limit Posting { get; } = new("posting", options.Value.Posting);
    public Limit Writing { get; } = new("writing", options.Value.Writing);
    public Limit Searching { get; } = new("searching", options.Value.Searching);
    public Limit SignUp { get; } = new("sign-up", options.Value.SignUp);
    public Limit LogIn { get; } = new("log-in", options.Value.LogIn);

    public void Dispose()
    {
        foreach (var limit in new[] { Posting, Writing, Searching, SignUp, LogIn }) limit.Dispose();
    }
}
