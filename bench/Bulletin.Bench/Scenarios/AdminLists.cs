using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The lists of the admin API, one page at a time: first pages and deep ones, with each filter and order. The slowest of a list counts.</summary>
/// <param name="size">How many people and topics there are. There are twenty times as many messages.</param>
internal sealed class AdminLists(int size) : IScenario
{
    private const int Quick = 20_000;

    private const double Asked = 50;

    public string Name => "admin-lists";

    public async Task Run(Bench bench)
    {
        Site site = new(bench.Quick ? Quick : size);
        await using var postgres = await Postgres.StartedToFill();
        var database = await postgres.NewBulletinDatabase();
        var began = Stopwatch.GetTimestamp();
        await site.Fill(database);
        await PersonalRows.MarkFollowed(database);
        Console.WriteLine($"{site.Size:N0} people and topics with {20 * site.Size:N0} messages: filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:N0} s");
        await postgres.Restart();
        using var product = await Product.Started(database, people: 1);
        await ChildProcess.Run("dotnet", [Programs.Silo, "admin", "grant", "bench-0", $"--ConnectionStrings:Postgres={database}"], "/");

        using RawConnection connection = new(product.Url);
        await connection.Open(CancellationToken.None);
        while (await connection.Send(Requests.Get("/api/v1/admin/users", product.Tokens[0]), CancellationToken.None) == 403)
        {
            // The gateway learns of the new role within seconds.
        }

        AdminPage[] pages = [.. new AdminPages(site).All()];
        // Statements are prepared, and code is compiled.
        foreach (var page in pages) await Warm(connection, product, page.Path);
        foreach (var list in pages.GroupBy(page => page.List))
        {
            var (first, deep) = (new List<(double, string)>(), new List<(double, string)>());
            foreach (var page in list)
            {
                first.Add((await Took(connection, product, page.Path, Samples(bench)), page.Path));
                foreach (var cursor in page.Deep) deep.Add((await Took(connection, product, $"{page.Path}&cursor={cursor}", Samples(bench)), page.Path));
            }
            Add(bench, $"admin list of {list.Key}, {first.Count} queries: first page, p95 of the slowest", first);
            Add(bench, $"admin list of {list.Key}, {first.Count} queries: deep page, p95 of the slowest", deep);
        }
    }

    private static int Samples(Bench bench) => bench.Quick ? 10 : 100;

    private void Add(Bench bench, string scenario, List<(double Took, string Path)> pages)
    {
        var (took, path) = pages.MaxBy(page => page.Took);
        Console.WriteLine($"The slowest is {path}; half of them take less than {pages.Select(page => page.Took).Order().ElementAt(pages.Count / 2):N1} ms");
        bench.Results.Add(scenario, new($"{(bench.Quick ? Quick : size):N0} people and topics", "ms", [took]), Asked);
    }

    /// <summary>Until a page that was read from a cold disk, and took too long, is answered.</summary>
    private static async Task Warm(RawConnection connection, Product product, string path)
    {
        for (var answered = 0; answered < 3;)
            if (await connection.Send(Requests.Get(path, product.Tokens[0]), CancellationToken.None) == 200) answered++;
    }

    /// <returns>The p95 of some requests for a page, one after the other.</returns>
    private static async Task<double> Took(RawConnection connection, Product product, string path, int samples)
    {
        var request = Requests.Get(path, product.Tokens[0]);
        var took = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var began = Stopwatch.GetTimestamp();
            if (await connection.Send(request, CancellationToken.None) is not 200 and var status) throw new InvalidOperationException($"{path} was answered {status}.");
            took[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        return took.Order().ElementAt(samples * 95 / 100);
    }
}
