using System.Globalization;
using System.Net.NetworkInformation;

namespace Bulletin.Faults.Machines;

/// <summary>A network namespace for each process, joined by a bridge: cuts are made by the kernel's own packet filter.</summary>
internal sealed class Namespaces : INetwork
{
    // Names of interfaces have 15 characters at most.
    private const string Prefix = "bl";

    private readonly string name;
    private readonly string net;
    private readonly List<string> namespaces = [];
    private readonly HashSet<string> cut = [];
    private readonly Lazy<Task> removal;

    private Namespaces(string name, string net)
    {
        (this.name, this.net) = (name, net);
        removal = new Lazy<Task>(Remove);
        // Namespaces outlive whoever made them: a run that is broken off takes its own along.
        Termination.Do(() => DisposeAsync().AsTask().GetAwaiter().GetResult());
    }

    public string Description => "each process in a network namespace of its own; cuts by iptables";
    public bool CanCut => true;
    public string Outside => $"{net}.1";
    public string Database => $"{net}.2";

    /// <returns>Null where this machine does not let us make any.</returns>
    public static async Task<Namespaces?> Open()
    {
        if (Environment.UserName != "root") return null;
        var inUse = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address.ToString()).ToArray();
        var net = Enumerable.Range(0, 200).Select(i => $"10.213.{(Environment.ProcessId + i) % 250}").First(n => !inUse.Any(a => a.StartsWith($"{n}.", StringComparison.Ordinal)));
        var network = new Namespaces($"{Prefix}{Environment.ProcessId}", net);
        try
        {
            await Ip("link", "add", network.name, "type", "bridge");
            await Ip("addr", "add", $"{network.Outside}/24", "dev", network.name);
            await Ip("addr", "add", $"{network.Database}/24", "dev", network.name);
            await Ip("link", "set", network.name, "up");
            var probe = await network.NewPlace("probe");
            await network.CutOff(network.Outside, probe, Cut.Lose);
            await network.Heal();
            return network;
        }
        catch (Exception notHere) when (notHere is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await network.DisposeAsync();
            return null;
        }
    }

    public async Task<Place> NewPlace(string name)
    {
        var (space, number) = ($"{this.name}-{name}", namespaces.Count + 10);
        var (inside, outside) = ($"{this.name}i{number}", $"{this.name}o{number}");
        await Ip("netns", "add", space);
        namespaces.Add(space);
        await Ip("link", "add", outside, "type", "veth", "peer", "name", inside);
        await Ip("link", "set", inside, "netns", space);
        await Ip("link", "set", outside, "master", this.name, "up");
        await Ip("-n", space, "addr", "add", $"{net}.{number}/24", "dev", inside);
        await Ip("-n", space, "link", "set", inside, "up");
        await Ip("-n", space, "link", "set", "lo", "up");
        return new Place($"{net}.{number}", "ip", "netns", "exec", space);
    }

    public async Task CutOff(string from, Place to, Cut how)
    {
        string[] rule = how switch
        {
            Cut.Drop => ["-j", "DROP"],
            // But for resets: those are how either side is told.
            Cut.Reject => ["-p", "tcp", "!", "--tcp-flags", "RST", "RST", "-j", "REJECT", "--reject-with", "tcp-reset"],
            Cut.Lose => ["-m", "statistic", "--mode", "random", "--probability", "0.3", "-j", "DROP"],
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };
        cut.Add(to.Enter[^1]);
        await Filter(to.Enter[^1], ["-A", "INPUT", "-s", from, .. rule]);
        if (how == Cut.Reject) await Filter(to.Enter[^1], ["-A", "OUTPUT", "-d", from, .. rule]);
    }

    public async Task<long> Heal()
    {
        var caught = 0L;
        foreach (var space in cut)
            foreach (var chain in new[] { "INPUT", "OUTPUT" })
            {
                caught += Packets(await Filter(space, "-vxnL", chain));
                await Filter(space, "-F", chain);
            }
        cut.Clear();
        return caught;
    }

    /// <summary>The first column of each rule; two lines of headings go before.</summary>
    private static long Packets(string rules) =>
        rules.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    private static Task<string> Filter(string space, params string[] arguments) => Ip(["netns", "exec", space, "iptables", "-w", .. arguments]);

    private static Task<string> Ip(params string[] arguments) => ChildProcess.Run("ip", arguments, "/");

    /// <summary>Once, whoever asks; all wait for its end.</summary>
    public ValueTask DisposeAsync() => new(removal.Value);

    private async Task Remove()
    {
        foreach (var space in namespaces.ToArray()) await Try("netns", "del", space);
        await Try("link", "del", name);
    }

    private static async Task Try(params string[] arguments)
    {
        try
        {
            await Ip(arguments);
        }
        catch (Exception never) when (never is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It was never made.
        }
    }
}
