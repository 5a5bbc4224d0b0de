using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>Every program says which version it is, by itself and while it runs.</summary>
public sealed class Versions(Shared shared) : SystemTest(shared)
{
    private static readonly string s_version = typeof(Versions).Assembly.GetName().Version!.ToString(fieldCount: 3);

    public static TheoryData<string> Programs => [Built.Server, Built.Silo];

    [Theory, MemberData(nameof(Programs))]
    public async Task A_program_that_is_asked_for_its_version_prints_it_and_ends(string program) =>
        Assert.Equal($"Bulletin {s_version}", (await ChildProcess.Run("dotnet", [program, "--version"], "/")).Trim());

    [Theory, MemberData(nameof(Programs))]
    public async Task A_program_that_is_asked_for_help_prints_it_and_ends(string program)
    {
        foreach (var asked in new[] { "--help", "-h" })
            Assert.StartsWith("Usage:", (await ChildProcess.Run("dotnet", [program, asked], "/")).Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_tells_its_version_in_its_health_its_api_and_its_log()
    {
        var server = await One();
        using var nobody = server.Client();

        foreach (var check in new[] { "live", "ready", "storage" })
            Assert.Equal(s_version, (await nobody.Get($"/health/{check}")).Is(HttpStatusCode.OK).Json.Text("version"));
        Assert.Equal(s_version, (await nobody.Get("/openapi/v1.json")).Is(HttpStatusCode.OK).Json.GetProperty("info").Text("version"));
        Assert.Contains($"Bulletin {s_version} is starting", server.Log.Tail(int.MaxValue), StringComparison.Ordinal);
    }
}
