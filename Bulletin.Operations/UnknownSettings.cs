using Bulletin.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Logging;

namespace Bulletin.Operations;

/// <summary>
/// Reports settings that nothing reads, because they are mistyped or of another version. On the command line they are errors.
/// Files and the environment may be shared with another version, so there they are only warned of.
/// </summary>
public static partial class UnknownSettings
{
    /// <param name="options">What this command accepts besides settings.</param>
    /// <exception cref="StartFailedException">The command line has unknown settings; the message names them.</exception>
    public static void RequireKnownArguments(IConfigurationRoot configuration, params string[] options)
    {
        var unknown = configuration.Providers.OfType<CommandLineConfigurationProvider>().SelectMany(NamesIn).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !SettingNames.IsKnown(name) && !options.Contains(name, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (unknown.Length > 0) throw new StartFailedException(string.Join(' ', unknown.Select(SettingNames.Complaint)));
    }

    /// <summary>Logs a warning for each unknown setting in files and in the environment.</summary>
    public static void LogUnknownSettings(this WebApplication app)
    {
        foreach (var name in InFilesAndEnvironment((IConfigurationRoot)app.Configuration)) LogUnknown(app.Logger, SettingNames.Complaint(name));
    }

    internal static IEnumerable<string> InFilesAndEnvironment(IConfigurationRoot configuration) =>
        configuration.Providers.SelectMany(provider => provider switch
        {
            FileConfigurationProvider => NamesIn(provider),
            EnvironmentVariablesConfigurationProvider => NamesIn(provider).Where(SettingNames.IsMeantForUs),
            _ => [],
        }).Distinct(StringComparer.OrdinalIgnoreCase).Where(name => !SettingNames.IsKnown(name));

    private static IEnumerable<string> NamesIn(IConfigurationProvider provider) => NamesIn(provider, parent: null);

    private static IEnumerable<string> NamesIn(IConfigurationProvider provider, string? parent)
    {
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var name = parent is null ? key : ConfigurationPath.Combine(parent, key);
            if (provider.TryGet(name, out var value) && !(string.IsNullOrEmpty(value) && SettingNames.IsSection(name))) yield return name;
            foreach (var inner in NamesIn(provider, name)) yield return inner;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Complaint}")]
    private static partial void LogUnknown(ILogger logger, string complaint);
}
