using System.Diagnostics;
using System.Net;
using System.Text;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>The view into the cluster: for operators who know the password, on their port, and otherwise not at all.</summary>
public sealed class OrleansDashboard(Shared shared) : SystemTest(shared)
{
    private const string Password = "a-password-of-operators";

    [Fact]
    public async Task Operators_see_the_cluster_with_the_password_and_nobody_does_without()
    {
        var server = await OwnServer(("Dashboard:Password", Password));
        using var operations = new ApiClient(server.MetricsUrl);

        var refused = (await operations.Get("/dashboard/")).Is(HttpStatusCode.Unauthorized);
        Assert.StartsWith("Basic", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        (await Get(operations, "/dashboard/DashboardCounters", Password + "x")).Is(HttpStatusCode.Unauthorized);
        (await Get(operations, "/dashboard/DashboardCounters", "")).Is(HttpStatusCode.Unauthorized);

        Assert.Contains("<html", (await Get(operations, "/dashboard/", Password)).Is(HttpStatusCode.OK).Body, StringComparison.OrdinalIgnoreCase);
        await Eventually.That(async () => (await Get(operations, "/dashboard/DashboardCounters", Password)) is { Status: HttpStatusCode.OK } counters
            && counters.Json.GetProperty("totalActivationCount").GetInt32() > 0, "activations are counted");
        // Neither what grains remember nor the log, which is not a page.
        (await Get(operations, "/dashboard/GrainState?grainId=ada&grainType=account", Password)).Is(HttpStatusCode.NotFound);
        (await Get(operations, "/dashboard/Trace", Password)).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task On_the_public_port_there_is_none_whatever_is_sent()
    {
        var server = await OwnServer(("Dashboard:Password", Password));
        using var everybody = server.Client();
        foreach (var path in new[] { "/dashboard", "/dashboard/", "/dashboard/DashboardCounters", "/metrics" })
        {
            var host = server.MetricsUrl.Authority;
            using var request = new HttpClient();
            foreach (var headers in new[] { new Dictionary<string, string>(), new() { ["Authorization"] = Basic(Password) }, new() { ["Authorization"] = Basic(Password), ["Host"] = host } })
            {
                using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
                foreach (var (name, value) in headers) asked.Headers.TryAddWithoutValidation(name, value);
                using var answer = await request.SendAsync(asked, Cancelled);
                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, $"{path} answered {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Without_a_password_set_there_is_none_and_metrics_are_read_as_ever()
    {
        using var operations = new ApiClient((await One()).MetricsUrl);

        (await operations.Get("/dashboard/")).Is(HttpStatusCode.NotFound);
        (await operations.Get("/metrics")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_guesses_is_stopped()
    {
        var server = await OwnServer(("Dashboard:Password", Password));
        using var operations = new ApiClient(server.MetricsUrl);

        // Long enough for parts of a try to come back: they must count for none.
        var (time, refused, stopped) = (Stopwatch.StartNew(), 0, 0);
        while (time.Elapsed < TimeSpan.FromSeconds(2) || stopped == 0)
        {
            var guess = await Get(operations, "/dashboard/", $"guess number {refused}");
            if (guess.Status == HttpStatusCode.Unauthorized) refused++;
            else if (guess.Is(HttpStatusCode.TooManyRequests).Header("Retry-After") is not null) stopped++;
        }

        Assert.InRange(refused, 10, 10 + (int)(time.Elapsed / TimeSpan.FromSeconds(10)));
        (await operations.Get("/metrics")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_guessed_too_often_is_stopped_with_the_right_password_too()
    {
        var server = await OwnServer(("Dashboard:Password", Password));
        using var operations = new ApiClient(server.MetricsUrl);

        // All at once, so that no time goes by in which a try comes back.
        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Get(operations, "/dashboard/", $"guess number {i}")));

        Assert.Equal(10, guesses.Count(guess => guess.Status == HttpStatusCode.Unauthorized));
        (await Get(operations, "/dashboard/", Password)).Is(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_silo_shows_it_too()
    {
        var silo = Own(await SiloProcess.Started(await (await Postgres).NewDatabase(), $"--Dashboard:Password={Password}"));
        using var operations = new ApiClient(silo.OperationsUrl);

        (await operations.Get("/dashboard/ClusterStats")).Is(HttpStatusCode.Unauthorized);
        (await Get(operations, "/dashboard/ClusterStats", Password)).Is(HttpStatusCode.OK);
    }

    private static Task<Answer> Get(ApiClient api, string path, string password) => api.Send(HttpMethod.Get, path, headers: ("Authorization", Basic(password)));

    private static string Basic(string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"operator:{password}"));
}
