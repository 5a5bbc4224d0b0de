import type { components } from '../api/schema'

type Schemas = components['schemas']

export type AdminUser = Schemas['AdminUserView']
export type AdminUserDetails = Schemas['AdminUserDetailsView']
export type AdminTopic = Schemas['AdminTopicView']
export type AdminMessage = Schemas['AdminMessageView']
export type TopicRef = Schemas['AdminTopicRefView']
export type PasswordLink = Schemas['PasswordLinkView']
export type Report = Schemas['ReportView']
export type AuditEntry = Schemas['AuditView']
export type Settings = Schemas['SettingsView']
export type Cluster = Schemas['ClusterView']
