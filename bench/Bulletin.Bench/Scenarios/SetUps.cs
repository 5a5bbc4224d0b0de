using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>
/// The cost of distribution: one process compared with silos and gateways in separate processes, all on the same cores. Its
/// benefit, more cores, cannot show here.
/// </summary>
internal sealed class SetUps : IScenario
{
    private const int Connections = 128;
    private const int Topics = 500;

    private static readonly (int Silos, int Gateways)[] s_clusters = [(1, 1), (2, 2), (3, 2)];

    public string Name => "set-ups";

    public async Task Run(Bench bench)
    {
        await using var postgres = await Postgres.Started();
        List<(string Name, Product Product)> setUps = [("one process", await Product.Started(await postgres.NewDatabase(), topics: Topics))];
        try
        {
            foreach (var (silos, gateways) in s_clusters)
                setUps.Add(($"{silos} silos, {gateways} gateways".Replace("1 silos, 1 gateways", "1 silo, 1 gateway", StringComparison.Ordinal),
                    await Product.Started(await postgres.NewDatabase(), silos, gateways, Topics)));
            foreach (var (_, product) in setUps) await product.Fill(50);

            var posts = await bench.InTurn("posts/s", [.. setUps.Select(s =>
                new Contender(s.Name, () => Posts.Rate(bench, s.Product.Urls, Connections, Posts.Ours(s.Product, s.Product.Topics, Connections))) { Settling = 0.75 })]);
            var reads = await bench.InTurn("reads/s", [.. setUps.Select(s =>
                new Contender(s.Name, () => Reads.Rate(bench, s.Product.Urls, Reads.Latest(s.Product, s.Product.Topics)))
                    { Settling = 0.25 })]);

            bench.Results.Add(new("three silos, two gateways, on the cores of one: posts", posts[^1], posts[0]));
            bench.Results.Add(new("three silos, two gateways, on the cores of one: latest 50", reads[^1], reads[0]));
            Line[] lines = [Growth("posts", posts), Growth("latest 50", reads)];
            bench.Results.Draw(new("silos", "Silos on the cores of one process (0: just that)", "silos", "thousands a second", Logarithmic: false, [.. lines]));
        }
        finally
        {
            foreach (var (_, product) in setUps) product.Dispose();
        }
    }

    private static Line Growth(string name, Measured[] measured) =>
        new(name, [.. measured.Select((m, i) => new Point(i == 0 ? 0 : s_clusters[i - 1].Silos, m.Median / 1_000))]);
}
