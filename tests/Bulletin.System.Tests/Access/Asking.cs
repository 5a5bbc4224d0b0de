using System.Text.Json;
using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.Access;

/// <summary>Makes the calls of the matrix.</summary>
internal static class Asking
{
    private static readonly Dictionary<string, string> s_meanings = new()
    {
        ["401"] = "401 unauthorized",
        ["403"] = "403 not_allowed",
        ["404"] = "404 topic_not_found",
        ["locked"] = "409 topic_locked",
        ["last"] = "409 last_owner",
        ["person"] = "404 user_not_found",
        ["link"] = "404 invitation_not_found",
        ["report"] = "404 report_not_found",
        ["session"] = "404 session_not_found",
        ["reset"] = "404 reset_not_found",
        ["invalid"] = "400 validation_failed",
        ["mail"] = "409 mail_not_configured",
        ["suspended"] = "403 account_suspended",
        ["over"] = "401 invalid_credentials",
    };

    /// <summary>The answer that a cell stands for.</summary>
    public static string Meaning(string cell) => s_meanings.GetValueOrDefault(cell, cell);

    /// <summary>Whether a cell says that the call does what it is for.</summary>
    public static bool IsAccepted(string cell) => cell is "200" or "201" or "204" or "heard";

    public static string BodyOf(Row row) => BodyOf(row.Body) ?? "";

    /// <summary>The answer in the words of <see cref="Meaning"/>, and all of it.</summary>
    public static async Task<(string Short, string Full)> Ask(Row row, Scene scene, Everywhere? who, Site site, int gateway)
    {
        if (!row.IsOfHub) return await Ask(row.Method, scene.Fill(row.Path, who), row.Body is null ? null : scene.Fill(BodyOf(row), who), who, site, gateway);
        if (who is null) return await Connect(site.Gateways[gateway], "");
        if (row.Call == "hub StartTyping") return await Typing.Ask(scene, who, site, gateway);
        return await AskHub(row, scene, await who.Hub(gateway));
    }

    /// <param name="about">Whose name and tokens are put in; often, but not always, who asks.</param>
    /// <param name="made">Through which gateway those tokens were given.</param>
    public static async Task<(string Short, string Full)> Ask(Other other, Everywhere about, Everywhere? who, Site site, int made, int asked)
    {
        var (method, path) = (other.Call.Split(' ')[0], other.Call.Split(' ')[1]);
        if (method == "hub") return who is null ? await Connect(site.Gateways[asked], "") : ("200", (await (await who.Hub(asked)).Call(path, path == "WatchMe" ? [null] : [])).ToString());

        var body = BodyOf(other.Body);
        var link = body?.Contains("{resetToken}", StringComparison.Ordinal) == true ? await site.PasswordLink(about, made) : "";
        return await Ask(HttpMethod.Parse(method), Fill(path.StartsWith("/health", StringComparison.Ordinal) || path.StartsWith("/.well-known", StringComparison.Ordinal) ? path : $"/api/v1{path}"), body is null ? null : Fill(body), who, site, asked);

        string Fill(string text) => text
            .Replace("{self}", about.Username, StringComparison.Ordinal).Replace("{other}", site["other"].Username, StringComparison.Ordinal)
            .Replace("{nobody}", Person.NewName(), StringComparison.Ordinal).Replace("{refreshToken}", about.At(made).RefreshToken, StringComparison.Ordinal)
            .Replace("{sessionId}", (other.Call.EndsWith("(of another)", StringComparison.Ordinal) ? site["other"] : about).At(made).SessionId.ToString(), StringComparison.Ordinal)
            .Replace("{resetToken}", link, StringComparison.Ordinal).Replace("{noToken}", new('A', 43), StringComparison.Ordinal);
    }

    public static async Task<(string Short, string Full)> Ask(HttpMethod method, string path, string? body, Everywhere? who, Site site, int gateway)
    {
        using ApiClient nobody = new(site.Gateways[gateway]);
        var api = who?.At(gateway).Api ?? nobody;
        var answer = body is null ? await api.Send(method, path) : await api.SendRaw(method, path, body, "application/json");
        return ($"{(int)answer.Status}{(answer.Code is { } code ? $" {code}" : "")}", answer.ToString());
    }

    public static async Task<(string Short, string Full)> AskHub(Row row, Scene scene, HubClient hub)
    {
        var topic = scene.Topic.ToString();
        try
        {
            var answer = row.Call switch
            {
                "hub JoinTopic (resume)" => await hub.Call("JoinTopic", topic, 1),
                ['h', 'u', 'b', ' ', 'J', ..] => await hub.Call("JoinTopic", topic, null),
                ['h', 'u', 'b', ' ', 'P', ..] => await hub.Call("PostMessage", topic, HubClient.Draft("Hello", Guid.CreateVersion7())),
                _ => await hub.Call(row.Call.Split(' ')[1], topic),
            };
            return ("200", answer.ToString());
        }
        catch (HubException refused)
        {
            var code = refused.Message.Split(':')[0];
            return (s_meanings.Values.FirstOrDefault(meaning => meaning.EndsWith($" {code}", StringComparison.Ordinal), code), refused.Message);
        }
    }

    private static string? BodyOf(object? body) => body is null ? null : JsonSerializer.Serialize(body, JsonSerializerOptions.Web);

    public static async Task<(string Short, string Full)> Connect(Uri gateway, string token)
    {
        try
        {
            await using var hub = await HubClient.Connected(gateway, token);
            return ("200", "It is connected.");
        }
        catch (Exception refused) when (refused.ToString().Contains("401", StringComparison.Ordinal))
        {
            return ("401 unauthorized", refused.Message);
        }
    }
}
