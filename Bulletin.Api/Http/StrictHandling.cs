namespace Bulletin.Api.Http;

/// <summary><c>Prefer: handling=strict</c> (RFC 7240): what a call does not know is refused. Otherwise it is ignored.</summary>
internal static class StrictHandling
{
    public const string Header = "Prefer", AppliedHeader = "Preference-Applied", Preference = "handling=strict";

    private const string Name = "handling", Value = "strict";

    public static bool IsAskedFor(HttpRequest request)
    {
        if (!request.Headers.ContainsKey(Header)) return false;
        foreach (var preference in request.Headers.GetCommaSeparatedValues(Header))
        {
            var (name, value) = Read(preference);
            // Only the first of several counts.
            if (name.Equals(Name, StringComparison.OrdinalIgnoreCase)) return value.Equals(Value, StringComparison.OrdinalIgnoreCase);
        }
        return false;
    }

    /// <summary>Set when the response starts, since the exception handler clears earlier headers.</summary>
    public static void SayApplied(HttpResponse response) => response.OnStarting(static state =>
    {
        ((HttpResponse)state).Headers[AppliedHeader] = Preference;
        return Task.CompletedTask;
    }, response);

    /// <summary>A preference without its parameters.</summary>
    private static (string Name, string Value) Read(string preference)
    {
        var parts = preference.Split(';')[0].Split('=', 2);
        return (parts[0].Trim(), parts.Length > 1 ? parts[1].Trim().Trim('"') : "");
    }
}
