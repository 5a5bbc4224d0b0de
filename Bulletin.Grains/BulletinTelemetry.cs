using System.Diagnostics;

namespace Bulletin.Grains;

/// <summary>The name under which Bulletin's own metrics and traces are collected, and the source of the traces.</summary>
public static class BulletinTelemetry
{
    public const string Name = "Bulletin";

    public static readonly ActivitySource Traces = new(Name);

    /// <summary>Begins a span of work that is done for many at once: part of the first one's trace, linked to the others'.</summary>
    /// <returns>Null when nobody collects traces, or none of theirs is recorded.</returns>
    public static Activity? ForMany(string name, IEnumerable<ActivityContext> those)
    {
        if (!Traces.HasListeners()) return null;
        var traced = those.Where(context => context != default).Distinct().ToArray();
        return traced.Length == 0 ? null : Traces.StartActivity(name, ActivityKind.Internal, traced[0], links: traced.Skip(1).Select(context => new ActivityLink(context)));
    }
}
