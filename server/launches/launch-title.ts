import type { LaunchView } from './read-launch.ts'

export const launchTitle = (view: LaunchView): string => view.text(view.launch.context.title) ?? view.launch.launch
