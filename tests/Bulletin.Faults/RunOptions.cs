using System.Globalization;
using Bulletin.Faults.Checks;
using Bulletin.Faults.Machines;
using Bulletin.Faults.Nemesis;

namespace Bulletin.Faults;

/// <summary>What a run is to be like.</summary>
internal sealed record RunOptions
{
    /// <summary>Says in which order faults come and whom they strike.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long faults are made; null for the few of the short schedule.</summary>
    public double? Minutes { get; init; }

    public Layout Layout { get; init; } = Layout.Split;
    public Programs Programs { get; init; } = Programs.Built;

    /// <summary>The version that the run begins with, is upgraded from, and is set back to. Null: faults are made instead.</summary>
    public Programs? Previous { get; init; }

    /// <summary>Whether processes stay on the loopback address even where each could have a network of its own.</summary>
    public bool OnLoopback { get; init; }

    /// <summary>Where the report goes; null for none.</summary>
    public string? Out { get; init; }

    /// <summary>Only faults with this in their name.</summary>
    public string? Only { get; init; }

    public Bounds Bounds { get; init; } = new();
    public Pace Pace { get; init; } = new(Calm: TimeSpan.FromSeconds(5), Recovery: TimeSpan.FromSeconds(12));

    /// <summary>How long everything may take to show the same once nobody posts.</summary>
    public TimeSpan QuietWithin { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>What a machine that others use as well is granted on top of every time that a check accepts.</summary>
    public TimeSpan Slack { get; init; }

    /// <summary>When a client gives a call up: later than a gateway may take to answer, so that lateness is seen.</summary>
    public TimeSpan Patience => Bounds.Answer + TimeSpan.FromSeconds(3);

    /// <summary>What makes the run once more. Where the programs and the report are is no part of it.</summary>
    public string Command => string.Concat(
        "script/faults",
        Minutes is { } minutes ? string.Create(CultureInfo.InvariantCulture, $" --minutes {minutes}") : "",
        $" --seed {Seed} --layout {Layout.ToString().ToLowerInvariant()}",
        OnLoopback ? " --network loopback" : "",
        Only is { } only ? $" --only '{only}'" : "",
        Slack > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" --slack {Slack.TotalSeconds:0.#}") : "");

    /// <exception cref="ArgumentException">An argument is not known, or has no value.</exception>
    public static RunOptions From(IReadOnlyList<string> arguments)
    {
        var options = new RunOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} has no value");
            options = arguments[i] switch
            {
                "--minutes" => options with { Minutes = double.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--layout" => options with { Layout = Enum.Parse<Layout>(value, ignoreCase: true) },
                "--network" => options with { OnLoopback = value switch { "loopback" => true, "namespaces" => false, _ => throw new ArgumentException($"there is no network '{value}'") } },
                "--slack" => options.WithSlack(TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture))),
                "--programs" => options with { Programs = Programs.Published(Path.GetFullPath(value)) },
                "--previous" => options with { Previous = Programs.Published(Path.GetFullPath(value)) },
                "--only" => options with { Only = value },
                "--out" => options with { Out = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"{arguments[i]} is not known"),
            };
        }
        return options;
    }

    private RunOptions WithSlack(TimeSpan slack) => this with
    {
        Slack = slack,
        Bounds = Bounds with
        {
            Answer = Bounds.Answer + slack, Recover = Bounds.Recover + slack, Stale = Bounds.Stale + slack,
            Late = Bounds.Late + slack, Written = Bounds.Written + slack, Told = Bounds.Told + slack,
        },
        QuietWithin = QuietWithin + slack,
        Pace = Pace with { Recovery = Pace.Recovery + slack },
    };
}
