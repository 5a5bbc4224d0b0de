using Bulletin.Grains;
using Bulletin.Operations;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Api.Tests.Hosting;

public sealed class UnknownSettingsTests : IDisposable
{
    /// <summary>The environment is the whole process': a prefix makes these variables this test's own.</summary>
    private readonly string _prefix = $"TEST{Guid.CreateVersion7():N}_";
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData("Limts:Posting:Burst", "Limits:Posting:Burst")]
    [InlineData("Limits:Posting:Brust", "Limits:Posting:Burst")]
    [InlineData("Metric:Port", "Metrics:Port")]
    [InlineData("Dta", "Data")]
    [InlineData("url", "urls")]
    [InlineData("Cors:Orgins:3", "Cors:Origins:0")]
    [InlineData("Cors:Origins", "Cors:Origins:0")]
    [InlineData("Logging:Request", "Logging:Requests")]
    public void A_mistyped_name_is_said_with_the_one_it_resembles(string name, string meant) =>
        Assert.Equal([$"Unknown setting {name}. Did you mean {meant}?"], OfFile((name, "1")).Select(SettingNames.Complaint));

    [Fact]
    public void A_name_that_resembles_none_is_said_without_a_guess() =>
        Assert.Equal(["Unknown setting Teapot:Colour. docs/operations.md has all settings."], OfFile(("Teapot:Colour", "blue")).Select(SettingNames.Complaint));

    [Theory]
    [InlineData("limits:posting:BURST")]
    [InlineData("Auth:SigningKeyFiles:12")]
    [InlineData("Kestrel:Limits:MaxRequestLineSize")]
    [InlineData("Logging:LogLevel:Orleans.Runtime")]
    [InlineData("Orleans:ClusterId")]
    [InlineData("AllowedHosts")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("ASPNETCORE_HTTP_PORTS")]
    public void What_somebody_reads_is_known(string name) => Assert.Empty(OfFile((name, "1")));

    [Fact]
    public void A_list_without_elements_is_none_of_them()
    {
        File.WriteAllText(_file, """{ "Cors": { "Origins": [] }, "Mail": {} }""");

        Assert.Empty(UnknownSettings.InFilesAndEnvironment(new ConfigurationBuilder().AddJsonFile(_file).Build()));
    }

    [Theory]
    [InlineData("Limts__Posting__Burst", "Limts:Posting:Burst")]
    [InlineData("LIMITS__POSTING_BURST", "LIMITS:POSTING_BURST")]
    [InlineData("Mail__Hots", "Mail:Hots")]
    public void Of_the_environment_what_is_meant_for_bulletin_is_looked_at(string variable, string name) => Assert.Equal([name], OfEnvironment(variable));

    [Theory]
    [InlineData("Limits__Posting__Burst")]
    [InlineData("Dta")]
    [InlineData("PATH__X")]
    [InlineData("Serilog__MinimumLevel")]
    [InlineData("BULLETIN_SILO_PORT")]
    public void Of_the_environment_the_rest_is_others_business(string variable) => Assert.Empty(OfEnvironment(variable));

    [Fact]
    public void All_unknown_names_on_the_command_line_are_one_error()
    {
        var refused = Assert.Throws<StartFailedException>(() => UnknownSettings.RequireKnownArguments(Arguments("--Dta", "x", "--Metrics:Pot=1", "--Data=x", "--keep-daily=2")));

        Assert.Equal("Unknown setting Dta. Did you mean Data? Unknown setting keep-daily. docs/operations.md has all settings. Unknown setting Metrics:Pot. Did you mean Metrics:Port?", refused.Message);
    }

    [Fact]
    public void What_a_command_accepts_besides_settings_is_known_to_it() => UnknownSettings.RequireKnownArguments(Arguments("--keep-daily=2"), "keep-daily");

    private static IConfigurationRoot Arguments(params string[] args) => new ConfigurationBuilder().AddCommandLine(args).Build();

    private string[] OfFile(params (string Name, string Value)[] settings)
    {
        File.WriteAllText(_file, System.Text.Json.JsonSerializer.Serialize(settings.ToDictionary(setting => setting.Name, setting => setting.Value)));
        return [.. UnknownSettings.InFilesAndEnvironment(new ConfigurationBuilder().AddJsonFile(_file).Build())];
    }

    private string[] OfEnvironment(string variable)
    {
        Environment.SetEnvironmentVariable(_prefix + variable, "1");
        try
        {
            return [.. UnknownSettings.InFilesAndEnvironment(new ConfigurationBuilder().AddEnvironmentVariables(_prefix).Build())];
        }
        finally
        {
            Environment.SetEnvironmentVariable(_prefix + variable, null);
        }
    }

    public void Dispose() => File.Delete(_file);
}
