using System.Diagnostics;

namespace Bulletin.Grains;

/// <summary>The name of Bulletin's metrics and traces, and the source of the traces.</summary>
public static class BulletinTelemetry
{
    public const string Name = "Bulletin";

    public static readonly ActivitySource Traces = new(Name);

    /// <summary>
    /// Starts a span for work that is batched for many requests: it belongs to the first one's trace and links to the others.
    /// </summary>
    /// <returns>Null if traces are not collected, or if none of these requests is recorded.</returns>
    public static Activity? ForMany(string name, IEnumerable<ActivityContext> those)
    {
        if (!Traces.HasListeners()) return null;
        var traced = those.Where(context => context != default).Distinct().ToArray();
        return traced.Length == 0 ? null : Traces.StartActivity(name, ActivityKind.Internal, traced[0], links: traced.Skip(1).Select(context => new ActivityLink(context)));
    }
}
