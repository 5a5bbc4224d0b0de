using System.Text.Json;
using Bulletin.Api.Admin;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Tests.Admin;

/// <summary>For the retention of a topic, null means something else than nothing.</summary>
public sealed class AdminChangeTopicRequestTests
{
    [Theory]
    [InlineData("""{"locked":true}""", false, null)]
    [InlineData("""{"retentionDays":null}""", true, null)]
    [InlineData("""{"retentionDays":0}""", true, 0)]
    [InlineData("""{"locked":true,"retentionDays":30}""", true, 30)]
    public void The_retention_changes_only_if_it_is_given_also_as_null(string json, bool sets, int? days)
    {
        var request = JsonSerializer.Deserialize<AdminChangeTopicRequest>(json, BulletinJson.Options)!;

        Assert.Equal((sets, days), (request.SetsRetention, request.RetentionDays));
    }
}
